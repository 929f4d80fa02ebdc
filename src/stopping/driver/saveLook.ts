import type { Host } from '../../processes/host.ts';
import { type OpenFile, openFilesOf } from '../../processes/openFiles.ts';
import type { ProcessFacts } from '../../processes/processFacts.ts';
import { isCheckpoint, type NamedCheckpoints } from '../kept/checkpointFiles.ts';
import { newSavingWatch, type OpenCheckpoint, type Saving, savingAfter, savingNow } from '../machine/saving.ts';
import { stampOf } from './fingerprint.ts';

/** Looks whether a training saves. */
export interface SaveLook {
  /** Looks again. Null: no save was seen for a while. Throws a sentence when its machine cannot be asked. */
  readonly look: (processes: readonly ProcessFacts[], named: NamedCheckpoints) => Promise<Saving | null>;
  /** Whether one of the checkpoints is open now that was not open, or not written, at the last look. */
  readonly isOpen: (processes: readonly ProcessFacts[], named: NamedCheckpoints) => boolean;
  /** What a person should know of how saves are noticed; null for nothing. */
  readonly note: () => string | null;
  /** Begins anew: what was seen is too old. */
  readonly forget: () => void;
}

/**
 * Looks at the files that the processes of a training have open for writing. Where those may not be seen, at the files
 * that its log has named: one that has changed within the last seconds counts as open. `clock` tells seconds that only
 * move forward.
 */
export function createSaveLook(host: Host, clock: () => number): SaveLook {
  let watch = newSavingWatch;
  let unseen: readonly number[] = [];
  let stamps: ReadonlyMap<string, { readonly stamp: string; readonly since: number }> = new Map();

  /** Those of the named files that change. */
  const changing = (paths: readonly string[], time: number): readonly OpenCheckpoint[] => {
    const found = paths.flatMap((path) => {
      const stats = stampOf(path);
      return stats === null ? [] : [{ path, ...stats }];
    });
    stamps = new Map(
      found.map(({ path, stamp }) => {
        const before = stamps.get(path);
        const since = before?.stamp === stamp ? before.since : before === undefined ? -Infinity : time;
        return [path, { stamp, since }];
      }),
    );
    const isRecent = (modified: number): boolean => Math.abs(Date.now() / 1000 - modified) < changeTime;
    return found
      .filter(({ path, modified }) => isRecent(modified) || time < (stamps.get(path)?.since ?? 0) + changeTime)
      .map(({ path, stamp, modified }) => ({ path, fingerprint: stamp, modified }));
  };

  const checkpointsAmong = (files: readonly OpenFile[], named: NamedCheckpoints): readonly OpenCheckpoint[] =>
    files
      .filter(({ path }) => isCheckpoint(path, named))
      .map(({ path, size, modified }) => ({ path, fingerprint: `${size}:${modified}`, modified }));

  return {
    isOpen: (processes, named) =>
      checkpointsAmong(openFilesOf(pidsOf(processes)).files, named).some(({ path, fingerprint }) =>
        watch.open.every((each) => each.path !== path || each.fingerprint !== fingerprint),
      ),
    look: async (processes, named) => {
      const { files, unseen: blind } = await host.openFiles(pidsOf(processes));
      unseen = blind;
      const time = clock();
      const open = checkpointsAmong(files, named);
      const known = blind.length > 0 && host.name === null ? changing(named.paths, time) : [];
      const isHalted = processes.length > 0 && processes.every(({ stopped }) => stopped);
      watch = savingAfter(watch, [...open, ...known.filter(({ path }) => isNew(path, open))], time, isHalted);
      return savingNow(watch, time);
    },
    note: () => (unseen.length === 0 ? null : blindNote(unseen, host.name)),
    forget: () => {
      watch = newSavingWatch;
      stamps = new Map();
    },
  };
}

/** Seconds for which a file that has changed counts as being written, where nobody tells who has it open. */
const changeTime = 3;

function pidsOf(processes: readonly ProcessFacts[]): readonly number[] {
  return processes.map(({ pid }) => pid);
}

function isNew(path: string, open: readonly OpenCheckpoint[]): boolean {
  return open.every((each) => each.path !== path);
}

function blindNote(unseen: readonly number[], host: string | null): string {
  const who = unseen.length === 1 ? `process ${unseen[0]}` : `${unseen.length} processes`;
  const instead =
    host === null
      ? 'a save is noticed by the size and time of the files that its log names'
      : 'a save that goes on cannot be noticed';
  return `the open files of ${who} may not be seen: ${instead}`;
}
