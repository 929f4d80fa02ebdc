import { writeSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { adoptTraining } from './adoptTraining.ts';
import { closeInherited } from '../processes/closeInherited.ts';
import type { Keeper } from './keeper.ts';
import { wantsSuccessor } from './keeperGuard.ts';
import type { KeeperReport } from './keeperReport.ts';
import type { Waiting } from './queue/keepWaiting.ts';
import { isInSlurm, slurmPlan, slurmSignals } from './slurm.ts';
import { startTraining } from './startTraining.ts';
import { awaitsRetry } from '../runs/queue/describeAttempt.ts';
import { errorCode, errorMessage } from '../words/errors.ts';

/**
 * The keeper: a process of its own for each training, started with `start DIRECTORY` and the training as JSON on
 * standard input, or with `adopt DIRECTORY`. It belongs to no terminal. A hang-up makes it serve its socket anew, a
 * termination makes it leave the training alone (in a Slurm job: stop it after the next save).
 */
const [task, directory = ''] = process.argv.slice(2);
let keeper: Keeper | null = null;
/** Until the training has its turn. */
let waiting: Waiting | null = null;

closeInherited();

// Before anybody can find this process in the lock, since a hang-up would end it otherwise.
process.on('SIGHUP', () => {
  (keeper ?? waiting)?.renewSocket().catch(complain);
});
const leave = (signal: string): void => {
  const held = keeper ?? waiting;
  const record = held?.records.current() ?? null;
  const isPlanned =
    record !== null && ((record.armed ?? null) !== null || record.state === 'waiting' || awaitsRetry(record));
  held?.leave(signal);
  process.exit(isPlanned ? wantsSuccessor : 0);
};
process.on('SIGINT', leave);
if (isInSlurm(process.env)) {
  for (const signal of slurmSignals) {
    process.on(signal, () => {
      if (keeper === null) waiting?.stop('Slurm');
      else void keeper.arm(slurmPlan(signal, process.env, Date.now() / 1000), 'Slurm');
    });
  }
} else {
  process.on('SIGTERM', leave);
}

// What reads the log for a planned stop may fail; the keeping must not.
process.on('unhandledRejection', complain);

try {
  keeper =
    task === 'start'
      ? await startTraining(directory, await text(process.stdin), report)
      : await adoptTraining(directory, report, (held) => {
          waiting = held;
        });
} catch (error) {
  complain(error);
  report({ record: null, problem: errorMessage(error) });
  process.exitCode = 1;
}

/** The one who started this process may have gone since. */
function report(message: KeeperReport): void {
  let rest = Buffer.from(`${JSON.stringify(message)}\n`);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      if (errorCode(error) !== 'EAGAIN') {
        // Nobody listens.
        return;
      }

      // The pipe is full, and the one at its other end has yet to read it: a long command line makes a long record.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** Standard error is `keeper.log`, which may be on a full disk. */
function complain(error: unknown): void {
  try {
    writeSync(2, `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  } catch {
    // Nothing more can be done.
  }
}
