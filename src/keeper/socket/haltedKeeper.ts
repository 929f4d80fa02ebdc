import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { signalProcess } from '../../processes/localHost.ts';
import type { ProcessIdentity } from '../../processes/processFacts.ts';
import { sameProcess } from '../../processes/processIdentity.ts';
import { openAudit } from '../../runs/audit.ts';
import { currentKeeper } from '../../runs/keeperLock.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { connectEvery, haltedPatience } from '../defaults.ts';

/** The code of the error for a keeper that somebody has stopped with SIGSTOP. */
export const keeperHalted = 'KEEPER_HALTED';

/** The living keeper, where somebody has stopped it with SIGSTOP: its socket takes connections, and nobody answers. */
export function haltedKeeper(directory: string): ProcessIdentity | null {
  const keeper = currentKeeper(directory);
  return keeper !== null && sameProcess(keeper)?.stopped === true ? keeper : null;
}

/** Names the keeper, and says what can be done about it. Its code is `keeperHalted`. */
export function haltedError({ pid }: ProcessIdentity, { id }: Pick<RunRecord, 'id'>, more = ''): Error {
  return Object.assign(
    new Error(
      `The keeper of the run ${id} (process ${pid}) is stopped by SIGSTOP, so that it answers nobody: let it go on with \`kill -CONT ${pid}\`; or end it with \`kill -KILL ${pid}\` and ask again, and a new one takes over. The training itself is not affected.${more}`,
    ),
    { code: keeperHalted },
  );
}

/**
 * Rejects with `haltedError` (`more`: what it says besides) once the keeper has been halted for `haltedPatience`,
 * unless the signal comes before.
 */
export async function whenHalted(
  record: Pick<RunRecord, 'id' | 'log'>,
  signal: AbortSignal,
  more = '',
): Promise<never> {
  const directory = dirname(record.log);
  for (let since: number | null = null; ;) {
    await delay(connectEvery * 1000, undefined, { signal, ref: false });
    const halted = haltedKeeper(directory);
    since = halted === null ? null : (since ?? performance.now());
    if (halted !== null && performance.now() - since! > haltedPatience * 1000) throw haltedError(halted, record, more);
  }
}

/** Lets a halted keeper go on. */
export function continueKeeper({ log }: Pick<RunRecord, 'log'>): void {
  const halted = haltedKeeper(dirname(log));
  if (halted !== null) signalProcess(halted, 'SIGCONT');
}

/**
 * Ends a halted keeper, so that a new one can take over, and waits until it is gone. Does nothing where it goes on
 * meanwhile. Throws as `signalProcess`.
 */
export async function endHaltedKeeper({ log }: Pick<RunRecord, 'log'>, by: string): Promise<void> {
  const directory = dirname(log);
  const halted = haltedKeeper(directory);
  if (halted === null) return;
  signalProcess(halted, 'SIGKILL');
  openAudit(directory)({ event: 'keeper-ended', reason: `${by} took over from ${halted.pid}, stopped by SIGSTOP` });
  while (sameProcess(halted) !== null) await delay(connectEvery * 1000);
}
