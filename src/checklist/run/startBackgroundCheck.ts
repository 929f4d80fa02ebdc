import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { RunRecord } from '../../runs/runRecord.ts';

/**
 * Starts a process that checks the data set and the model of a run with one thread at the lowest priority, so that it
 * does not slow the training. `readChecklist` returns the result. The check outlives the caller. Never throws.
 */
export function startBackgroundCheck({ log }: Pick<RunRecord, 'log'>): void {
  const child = spawn(process.execPath, [checkerProgram(), dirname(log)], {
    detached: true,
    stdio: 'ignore',
    cwd: '/',
  });
  // Then the checklist stays empty.
  child.on('error', () => {});
  child.unref();
}

/** The program is beside this bundle, or beside this file when running from source. */
function checkerProgram(): string {
  const isSource = import.meta.url.endsWith('.ts');
  return fileURLToPath(new URL(isSource ? './program.ts' : './checker.js', import.meta.url));
}
