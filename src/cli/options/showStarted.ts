import { dirname } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { currentKeeper } from '../../runs/keeperLock.ts';
import { awaitTurn } from '../../app/queue/awaitTurn.ts';
import { statusForExit } from '../../app/exitStatus.ts';
import { awaitLastNotices } from '../../app/keeperNotices.ts';
import { noNotices, type ViewOptions } from '../../app/options.ts';
import { print, warn } from '../../app/print.ts';
import { nextAttempt } from '../../app/queue/nextAttempt.ts';
import { canDraw } from '../../app/screenTerminal.ts';
import { viewRun } from '../../app/viewRun.ts';
import { startBackgroundCheck } from '../../checklist/run/startBackgroundCheck.ts';
import { isInSlurm, slurmPlan, slurmSignals } from '../../keeper/slurm.ts';
import { describeAttempt } from '../../runs/queue/describeAttempt.ts';
import { describeWaiting } from '../../runs/queue/describeWaiting.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import type { TrainingControl } from '../../stopping/control.ts';
import { exitStatuses } from '../../words/exitStatus.ts';
import { errorMessage } from '../../words/errors.ts';
import { connect } from './connect.ts';

interface Showing {
  /** The command, for the audit log. */
  readonly by: string;
  readonly detach: boolean;
  readonly options: ViewOptions;
}

/**
 * Shows a training that was just started, once it is its turn, or only says where it is; without a screen, also what is
 * started in its place after a crash. Returns the exit status.
 */
export async function showStarted(started: RunRecord, { by, detach, options }: Showing): Promise<number> {
  startBackgroundCheck(started);
  if (detach) {
    print(started.id);
    const waits = describeWaiting(started);
    print(`The training ${waits ?? 'runs'}. Watch it with: plateau attach ${started.id}`);
    return 0;
  }
  let control: TrainingControl | null = null;
  passSlurmSignals(() => control);
  for (let attempt = started; ;) {
    const record = await awaitTurn(attempt, false);
    if (record === null) return exitStatuses.failure;
    control = await connect(record, by);
    const outcome = await viewRun(record, control, { ...options, overrides: {}, notices: noNotices });
    if ((record.notices ?? null) !== null && outcome.exit !== null) await awaitLastNotices(record);
    const next = outcome.exit === null ? null : await nextAttempt(record);
    if (outcome.exit !== null && record.requeues) await letRequeue(record);
    if (next !== null) for (const sentence of describeAttempt(next)) print(`${next.name} (${next.id}): ${sentence}`);
    // Whoever has closed a screen wants to see no other one.
    if (next === null || canDraw()) return statusForExit(outcome);
    attempt = next;
  }
}

/** The end of the batch script ends the keeper too, which may be about to put the job back in the queue. */
async function letRequeue({ log }: RunRecord): Promise<void> {
  const limit = performance.now() + requeuePatience;
  while (performance.now() < limit && currentKeeper(dirname(log)) !== null) await sleep(200);
}

/** Milliseconds: scontrol is given less. */
const requeuePatience = 60_000;

/**
 * In a Slurm job the end of its time becomes a stop after the next save; elsewhere a signal ends this monitor, and the
 * training goes on.
 */
function passSlurmSignals(control: () => TrainingControl | null): void {
  if (!isInSlurm(process.env)) return;
  for (const signal of slurmSignals) {
    process.on(signal, () => {
      const plan = slurmPlan(signal, process.env, Date.now() / 1000);
      control()
        ?.arm(plan)
        .catch((error: unknown) => {
          warn(errorMessage(error));
        });
    });
  }
}
