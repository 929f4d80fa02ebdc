import process from 'node:process';
import { print } from '../../app/print.ts';
import { readTraining, startOf } from '../../keeper/retry/goOn.ts';
import { runOfEarlierStart } from '../../keeper/retry/requeue.ts';
import { slurmJobOf } from '../../keeper/slurm.ts';
import type { RunOptions } from '../../keeper/startRun.ts';

/** How a command starts in a job of Slurm that has been started before: not at all where it is done. */
interface Restart {
  readonly isDone: boolean;
  readonly options: Pick<RunOptions, 'continues' | 'retryOf' | 'attempt'> &
    Partial<Pick<RunOptions, 'command' | 'cwd'>>;
}

/**
 * Where this job of Slurm was started before, and this command with it, tells how it goes on from its last save; null
 * where nothing of it ran before. Throws a sentence where it cannot go on: a new start would write over what it saved.
 */
export async function restartOf(command: readonly string[]): Promise<Restart | null> {
  const job = slurmJobOf(process.env);
  const restarts = Number(process.env['SLURM_RESTART_COUNT'] ?? 0);
  const before = job === null || !(restarts > 0) ? null : runOfEarlierStart(job.id, command);
  if (before === null) return null;
  const { run, goesOn } = await readTraining(before);
  if (run.ended === 'complete' || (before.exit?.code === 0 && (before.signals ?? []).length === 0)) {
    print(`${before.name} (${before.id}) has ended in an earlier start of this job: it is not started again.`);
    return { isDone: true, options: {} };
  }
  const going = goesOn();
  if (!going.can) throw new Error(`${before.id} cannot go on: ${going.why}.`);
  const { plan, how } = going;
  const why = `job ${job!.id} of Slurm was started again`;
  print(`Goes on with ${before.name} (${before.id}), since ${why}: starts ${how}.`);
  return {
    isDone: false,
    options: { ...startOf(before, plan), attempt: (before.attempt ?? 1) + 1, retryOf: { run: before.id, why, how } },
  };
}
