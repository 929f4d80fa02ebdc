import { setTimeout as delay } from 'node:timers/promises';
import { signalProcess } from '../../processes/localHost.ts';
import type { ProcessIdentity } from '../../processes/processFacts.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { connectEvery, connectTimeout, haltedPatience, socketPatience } from '../defaults.ts';
import { currentKeeper } from '../../runs/keeperLock.ts';
import { openLink, otherVersion, type KeeperLink, type LinkListeners } from './keeperLink.ts';
import { isOfNewerVersion, readRecord } from '../../runs/runRecord.ts';
import { refuseForeignSocket, socketPath } from '../../runs/socketPath.ts';
import { whyUnknown } from '../../runs/unknown.ts';
import { needsKeeper } from '../needsKeeper.ts';
import { startKeeper } from '../startKeeper.ts';
import { haltedError, haltedKeeper, keeperHalted, whenHalted } from './haltedKeeper.ts';
import { errorCode, systemErrorMessage } from '../../words/errors.ts';

/**
 * Connects to the keeper of a run. Where it died while the training, or something of its group, lives, a new keeper is
 * started, which adopts it; where it lives without a socket, it is asked to make one. Returns null when there is
 * nothing to keep any more. Throws a sentence when the run belongs to another machine, when no keeper can be reached in
 * time, or when it was stopped with SIGSTOP (`keeperHalted`).
 */
export async function reachKeeper(
  directory: string,
  program: string,
  listeners: LinkListeners,
): Promise<KeeperLink | null> {
  const started = performance.now();
  let lastProblem: unknown = null;
  let askedForSocket = false;
  while (performance.now() < started + connectTimeout * 1000) {
    const record = readRecord(directory);
    if (isOfNewerVersion(record)) {
      throw new Error(`The run ${record.id} was started by a newer Plateau: use that to attach to it or to stop it.`);
    }

    const halted = haltedKeeper(directory);
    if (halted !== null) {
      if (performance.now() > started + haltedPatience * 1000) throw haltedError(halted, record);
      await delay(connectEvery * 1000);
      continue;
    }

    const path = record.socket ?? socketPath(directory);
    refuseForeignSocket(path, directory);
    const reached = new AbortController();
    try {
      // It may be halted while it is asked, or be seen to be only then.
      return await Promise.race([openLink(path, listeners, reached.signal), whenHalted(record, reached.signal)]);
    } catch (error) {
      if (errorCode(error) === keeperHalted) throw error;
      lastProblem = error;
      // A keeper in another container may answer all the same; nobody here may take its place.
      const unknown = record.state === 'ended' ? null : whyUnknown(record);
      if (unknown !== null) throw new Error(unknown, { cause: error });
    } finally {
      reached.abort();
    }

    const keeper = currentKeeper(directory);
    if (keeper !== null && errorCode(lastProblem) === otherVersion) throw new Error(ofOtherVersion(keeper, record));
    if (keeper === null) {
      if (!needsKeeper(directory, record)) {
        return null;
      }

      try {
        const { problem } = await startKeeper(directory, program, null);
        lastProblem = problem ?? lastProblem;
      } catch (error) {
        // It may have been killed as it started, and the next one is not.
        lastProblem = error;
      }
    } else if (!askedForSocket && performance.now() > started + socketPatience * 1000) {
      askForSocket(keeper);
      askedForSocket = true;
    }

    await delay(connectEvery * 1000);
  }

  throw new Error(
    `The keeper of the run in ${directory} cannot be reached (${systemErrorMessage(lastProblem)}); the training itself is not affected.`,
  );
}

/** SIGINT ends a keeper also where SIGTERM has another meaning, in a Slurm job. */
function ofOtherVersion({ pid }: ProcessIdentity, { id, shim = null }: RunRecord): string {
  const cost = shim === null ? ', whose exit status will be unknown' : '';
  return `The keeper of the run ${id} (process ${pid}) was started by another version of Plateau, and does not understand this one. Use that version, or end the keeper with \`kill -INT ${pid}\` and ask again: a new one takes over, and the training goes on${cost}.`;
}

/** A keeper takes a hang-up as the wish to make its socket again. */
function askForSocket(keeper: ProcessIdentity): void {
  try {
    signalProcess(keeper, 'SIGHUP');
  } catch {
    // It is another user's: nothing comes of it, which is said in time.
  }
}
