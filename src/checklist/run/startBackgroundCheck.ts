import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import process from 'node:process';
import { ownProgram } from '../../processes/programs/ownProgram.ts';
import type { RunRecord } from '../../runs/runRecord.ts';

/**
 * Starts a process that checks the data set and the model of a run with one thread at the lowest priority, so that it
 * does not slow the training. `readChecklist` returns the result. The check outlives the caller. Never throws.
 */
export function startBackgroundCheck({ log }: Pick<RunRecord, 'log'>): void {
  const child = spawn(process.execPath, [ownProgram('checker', './program.ts', import.meta.url), dirname(log)], {
    detached: true,
    stdio: 'ignore',
    cwd: '/',
  });
  // Then the checklist stays empty.
  child.on('error', () => {});
  child.unref();
}
