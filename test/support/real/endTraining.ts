import process from 'node:process';
import { sameProcess } from '../../../src/processes/processIdentity.ts';
import { processFacts } from '../../../src/processes/processes.ts';
import type { RunRecord } from '../../../src/runs/runRecord.ts';

/** Kills what a run has started, and its keeper. */
export function endTraining({ training, keeper }: Pick<RunRecord, 'training' | 'keeper'>): void {
  if (keeper !== null && sameProcess(keeper) !== null) kill(keeper.pid);
  // A group keeps its number as long as it has a member: another process of that number is of another group.
  const isTaken = training !== null && processFacts(training.pid) !== null && sameProcess(training) === null;
  if (training !== null && !isTaken) kill(-training.pid);
}

function kill(target: number): void {
  try {
    process.kill(target, 'SIGKILL');
  } catch {
    // It is gone already, which is what was wanted.
  }
}
