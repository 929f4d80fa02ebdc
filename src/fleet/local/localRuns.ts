import { statSync } from 'node:fs';
import { join } from 'node:path';
import { openHistory } from '../../history/history.ts';
import { reviveKeepers } from '../../keeper/reviveKeeper.ts';
import { isHere } from '../../processes/recorded.ts';
import { escapedNotes, listedTroubles } from '../../runs/escapedNote.ts';
import { runFiles, runIds, stateDirectory } from '../../runs/runDirectory.ts';
import { readRecord, type RunRecord } from '../../runs/runRecord.ts';
import { presentRecord } from '../../runs/runs.ts';
import { statusPath } from '../../runs/statusFile.ts';
import type { MemberFacts } from '../member.ts';
import { openFigures } from './figures.ts';
import type { GpuUse } from './gpuUse.ts';
import { inTrainings } from './inTrainings.ts';
import { localFacts } from './localFacts.ts';

/** The runs of this state directory, followed. */
export interface LocalRuns {
  /** What is known of each, by its id. The same map as before as long as nothing has changed. */
  readonly facts: () => ReadonlyMap<string, MemberFacts>;
  /** The record of a run as it was read last; null for none. */
  readonly record: (id: string) => RunRecord | null;
  /** Whether a log is being read, or has yet to be. */
  readonly isReading: () => boolean;
  readonly subscribe: (listener: () => void) => () => void;
  /** Looks at a run and the others of its training now: something was just done to it. */
  readonly look: (id: string) => void;
  readonly close: () => Promise<void>;
}

/** What was seen of a run. */
interface Seen {
  readonly paths: RunPaths;
  readonly recordStamp: string;
  readonly statusStamp: string;
  /** As it was read; `present`: as it is now. */
  readonly written: RunRecord;
  readonly present: RunRecord;
  /** As if it were a training alone. */
  readonly facts: MemberFacts;
  /** Of `performance.now()`. */
  readonly lookedAt: number;
}

/**
 * Follows the runs of this user's state directory by the times of their files: nothing is read that has not changed.
 * The newest are there at once, the others soon after. `every`: seconds between two looks at what runs.
 */
export function openLocalRuns({ every = 2 }: { readonly every?: number } = {}): LocalRuns {
  const seen = new Map<string, Seen>();
  const listeners = new Set<() => void>();
  let escaped: ReadonlyMap<string, string> = new Map();
  let facts: ReadonlyMap<string, MemberFacts> = new Map();
  let ids: readonly string[] = [];
  let directoryStamp = '';
  let looks = 0;
  // The older ones are being looked at, a few at a time: a look at all of them at once would hold everything up.
  let isFilling = true;
  const parts = Math.max(1, Math.round(wholeLookEvery / every));
  let isClosed = false;
  let gpus: GpuUse | null = null;
  // What is wrong with the history is said by `plateau runs`, not over a list.
  const figures = openFigures(
    openHistory(() => {}),
    (id) => {
      if (!isClosed) look(id);
    },
  );

  const tell = (): void => {
    facts = inTrainings(seen);
    for (const listener of listeners) listener();
  };

  /** Returns whether what is told of a run has changed. */
  const lookAt = (id: string, isForced: boolean): boolean => {
    const before = seen.get(id);
    const paths = before?.paths ?? pathsOf(id);
    const recordStamp = stampOf(paths.record);
    const statusStamp = stampOf(paths.status);
    const isSame = before?.recordStamp === recordStamp && before.statusStamp === statusStamp;
    const now = performance.now();
    const isDue = before === undefined || (mayChange(before) && now - before.lookedAt > livenessEvery * 1000);
    if (isSame && !isDue && !isForced) return false;
    try {
      const written = before?.recordStamp === recordStamp ? before.written : readRecord(paths.directory);
      const present = presentRecord(paths.directory, written);
      const told = localFacts(present, figures.figures(present), {
        trouble: listedTroubles([present], escaped).get(id) ?? null,
        gpu: present.state === 'running' ? (gpus?.uses().get(id) ?? null) : null,
        isWritten: !isHere(present) && figures.isWritten(present),
      });
      const isAlike = before !== undefined && JSON.stringify(told) === JSON.stringify(before.facts);
      const kept = isAlike ? before.facts : told;
      seen.set(id, { paths, recordStamp, statusStamp, written, present, facts: kept, lookedAt: now });
      return !isAlike;
    } catch {
      // Its record cannot be read: `plateau runs` says why.
      return forget(id);
    }
  };

  const forget = (id: string): boolean => {
    figures.forget(id);
    return seen.delete(id);
  };

  const presentRecords = (): readonly RunRecord[] => Array.from(seen.values(), ({ present }) => present);

  const look = (id: string): void => {
    const ofTraining = facts.get(id)?.runs ?? [id];
    if (ofTraining.filter((each) => lookAt(each, true)).length > 0) tell();
  };

  /** Looks for runs that came or went. */
  const lookAtDirectory = (isForced: boolean): boolean => {
    const stamp = stampOf(join(stateDirectory(), 'runs'));
    if (stamp === directoryStamp && !isForced) return false;
    directoryStamp = stamp;
    ids = runIds().toSorted((one, other) => (one < other ? 1 : -1));
    const there = new Set(ids);
    const gone = [...seen.keys()].filter((id) => !there.has(id));
    for (const id of gone) forget(id);
    return gone.length > 0;
  };

  const lookAtAll = (): void => {
    looks += 1;
    const part = looks % parts;
    const isWholeLook = part === 0;
    let isChanged = lookAtDirectory(isWholeLook);
    for (const [index, id] of ids.entries()) {
      const known = seen.get(id);
      const isWanted = known === undefined ? !isFilling || index < atOnce : index % parts === part || mayChange(known);
      if (isWanted && lookAt(id, false)) isChanged = true;
    }
    if (isWholeLook && lookForEscaped()) isChanged = true;
    if (isChanged) tell();
    if (!isWholeLook) return;
    const live = presentRecords().filter(({ id }) => seen.get(id)?.facts.isLive);
    void reviveKeepers(live);
    if (live.length > 0) void lookAtGpus();
  };

  const lookAtGpus = async (): Promise<void> => {
    // What runs other programs is loaded after the first list is there.
    gpus ??= (await import('./gpuUse.ts')).createGpuUse();
    const changed = await gpus.ask();
    if (isClosed) return;
    if (changed.filter((id) => seen.has(id) && lookAt(id, true)).length > 0) tell();
  };

  /** Looks for what got away from trainings. */
  const lookForEscaped = (): boolean => {
    const before = escaped;
    escaped = escapedNotes(presentRecords());
    const differing = [...seen.keys()].filter((id) => before.get(id) !== escaped.get(id));
    return differing.filter((id) => lookAt(id, true)).length > 0;
  };

  const lookAtOlder = (from: number): void => {
    if (isClosed) return;
    const some = ids.slice(from, from + slice);
    for (const id of some) if (!seen.has(id)) lookAt(id, false);
    const isLast = some.length < slice;
    if (isLast) {
      isFilling = false;
      lookForEscaped();
      void lookAtGpus();
    }
    if (isLast || from % tellAfter < slice) tell();
    if (!isLast) setImmediate(lookAtOlder, from + slice);
  };

  lookAtDirectory(true);
  for (const id of ids.slice(0, atOnce)) lookAt(id, false);
  tell();
  void reviveKeepers(presentRecords());
  setImmediate(lookAtOlder, atOnce);
  const timer = setInterval(lookAtAll, every * 1000).unref();

  return {
    facts: () => facts,
    record: (id) => seen.get(id)?.present ?? null,
    isReading: figures.isReading,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    look,
    async close() {
      isClosed = true;
      clearInterval(timer);
      listeners.clear();
      await figures.close();
    },
  };
}

/** Runs that are looked at before the first list is there, and at once thereafter: more than a screen shows. */
const atOnce = 80;
const slice = 25;
const tellAfter = 500;

/** Seconds between two looks at whether what runs still does, where its files have not changed. */
const livenessEvery = 10;

/**
 * Seconds in which everything is looked at once, in equal parts: what is over may have been given another name. What
 * got away from a training is found by reading the environment of every process.
 */
const wholeLookEvery = 30;

interface RunPaths {
  readonly directory: string;
  readonly record: string;
  readonly status: string;
}

function pathsOf(id: string): RunPaths {
  const { directory, record } = runFiles(id);
  return { directory, record, status: statusPath(directory) };
}

/** Whether something of it lives, as far as is known; what another machine holds may. */
function mayChange({ facts }: Seen): boolean {
  return facts.isLive || facts.state === 'unknown';
}

/** Differs when a file was replaced or written; empty where there is none. */
function stampOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? '' : `${stats.ino} ${stats.size} ${stats.mtimeMs}`;
}
