import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { RunRecord } from '../../runs/runRecord.ts';

/**
 * Checks the data set and the model of a run in a process of its own, at the lowest priority and with one thread, so that the training is never delayed;
 * the result comes to `readChecklist`. Returns at once, and the check goes on when the caller ends. Never throws: without a check the training goes on.
 */
export function startBackgroundCheck({ log }: Pick<RunRecord, 'log'>): void {
  const child = spawn(process.execPath, [checkerProgram(), dirname(log)], {
    detached: true,
    stdio: 'ignore',
    cwd: '/',
  });
  // That it could not start is seen by the checklist saying nothing.
  child.on('error', () => {});
  child.unref();
}

/** The checking program: beside this bundle, or beside this file when Plateau runs from its sources. */
function checkerProgram(): string {
  const isSource = import.meta.url.endsWith('.ts');
  return fileURLToPath(new URL(isSource ? './program.ts' : './checker.js', import.meta.url));
}
