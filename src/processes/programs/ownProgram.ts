import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { getAsset, isSea } from 'node:sea';
import { executableMain, programFlag } from './executable.ts';

/** The programs that Plateau starts besides itself, named as the build names their bundles. */
type ProgramName = 'keeper' | 'demo' | 'checker' | 'imageWorker';

/**
 * The first argument with which `process.execPath` runs a program of Plateau: a file, which from its sources is
 * `source`, relative to `from` (the caller's `import.meta.url`), and in the bundle lies beside the caller. The single
 * executable holds all programs, and is told which to be.
 */
export function ownProgram(name: ProgramName, source: string, from: string): string {
  return isSea() ? `${programFlag}${name}` : programFile(name, source, from);
}

/**
 * The program and the first arguments that run the command line of Plateau. `from`: as for `ownProgram`, of a caller in
 * a room of its own.
 */
export function ownCommand(from: string): readonly string[] {
  return [process.execPath, ...(isSea() ? [] : [programFile('start', '../cli/start.ts', from)])];
}

/** Starts a program of Plateau as a thread of this process; see `ownProgram`. */
export function startOwnWorker(name: ProgramName, source: string, from: string, options: WorkerOptions): Worker {
  if (!isSea()) return new Worker(programFile(name, source, from), options);
  const main = getAsset(executableMain, 'utf8');
  return new Worker(main, { ...options, eval: true, argv: [`${programFlag}${name}`] });
}

function programFile(name: ProgramName | 'start', source: string, from: string): string {
  return fileURLToPath(new URL(from.endsWith('.ts') ? source : `./${name}.js`, from));
}
