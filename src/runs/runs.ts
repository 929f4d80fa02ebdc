import { realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RunRecord } from './runRecord.ts';

import { currentKeeper } from './keeperLock.ts';
import { filesIn, runFiles, runIds, stateDirectory } from './runDirectory.ts';
import { runClock } from './runClock.ts';
import { isOfNewerVersion, readRecord } from './runRecord.ts';
import { diskProblem } from './disk/reserve.ts';
import { shimExit } from './shimFiles.ts';
import { whyUnkept } from './unkept.ts';
import type { TrainingExit } from '../stopping/control.ts';
import { stillRuns } from '../processes/proc/escaped.ts';
import { livingShim, whereIs } from '../processes/recorded.ts';
import { hasStart } from './queue/startFile.ts';
import { whyUnknown } from './unknown.ts';
import { errorMessage } from '../words/errors.ts';

/** All runs, newest first, and a sentence for each directory whose record cannot be read. */
export interface RunList {
  readonly runs: readonly RunRecord[];
  readonly problems: readonly string[];
}

/** Lists the runs of this user with their state as it is now, whatever their records say. */
export function listRuns(): RunList {
  const runs: RunRecord[] = [];
  const problems: string[] = [];
  for (const id of runIds()) {
    try {
      runs.push(currentRecord(runFiles(id).directory));
    } catch (error) {
      problems.push(errorMessage(error));
    }
  }

  return { runs: runs.toSorted(newestFirst), problems: problems.toSorted() };
}

/**
 * Finds a run by its id, by an unambiguous beginning of it, or by its name (the newest of that name); the newest of all
 * for null. Throws a sentence when there is none or more than one.
 */
export function openRun(wanted: string | null): RunRecord {
  const { runs, problems } = listRuns();
  if (wanted === null) {
    // What waits for its turn was put there last, and is meant least.
    const newest = runs.find(({ state }) => state !== 'waiting' && state !== 'cancelled') ?? runs[0];
    if (newest === undefined) {
      throw new Error('There is no run yet: start one with `plateau run -- COMMAND ...`.');
    }

    return newest;
  }

  const exact = runs.find(({ id }) => id === wanted) ?? runs.find(({ name }) => name === wanted);
  if (exact !== undefined) {
    return exact;
  }

  const [match, ...others] = wanted === '' ? [] : runs.filter(({ id }) => id.startsWith(wanted));
  if (match === undefined) {
    const damaged = problems.find((problem) => problem.startsWith(`${runFiles(wanted).directory}/`));
    throw new Error(damaged ?? `There is no run ${JSON.stringify(wanted)}: \`plateau runs\` lists those there are.`);
  }

  if (others.length > 0) {
    const ids = [match, ...others].map(({ id }) => id).join(', ');
    throw new Error(
      `${JSON.stringify(wanted)} could be any of these runs: ${ids}. Type more of the one that is meant.`,
    );
  }

  return match;
}

/**
 * The run that a file is the log of; null for any other file, and where there is none, or none whose record can be
 * read.
 */
export function runOfLog(path: string): RunRecord | null {
  try {
    const log = realpathSync(path);
    const { directory, ...files } = filesIn(dirname(log));
    const isOfRun = log === files.log && dirname(directory) === realpathSync(join(stateDirectory(), 'runs'));
    return isOfRun ? currentRecord(directory) : null;
  } catch {
    return null;
  }
}

/**
 * The record of a run's directory, its state put right where no keeper could: a training of which nothing runs has
 * ended, as its shim wrote; else with an unknown exit status and, as the best that is known of the time, that of its
 * last output. Where nothing can be known of its process the record stays as it is, with the reason as its problem.
 * Throws as `readRecord`.
 */
export function currentRecord(directory: string): RunRecord {
  return presentRecord(directory, readRecord(directory));
}

/** The same of a record that has been read. */
export function presentRecord(directory: string, record: RunRecord): RunRecord {
  const isSettled = ['ended', 'failed-to-start', 'cancelled'].includes(record.state);
  if (isOfNewerVersion(record)) return record;
  if (isSettled) return record;
  if (record.training === null && (record.state === 'waiting' || hasStart(directory)))
    return waitingRecord(directory, record);
  if (currentKeeper(directory) !== null) return withProblems(record, [diskProblem(directory)]);

  const unknown = whyUnknown(record);
  if (unknown !== null) {
    return { ...record, problem: record.problem ?? unknown };
  }

  if (record.training === null) {
    return isStillStarting(record)
      ? record
      : { ...record, state: 'failed-to-start', problem: 'Its keeper died before it could start the training.' };
  }

  // Where its shim still lives it is about to write how the training ended.
  if (stillRuns(record) || livingShim(record) !== null) {
    return withProblems({ ...record, state: 'running' }, [whyUnkept(record), diskProblem(directory)]);
  }

  return {
    ...record,
    state: 'ended',
    exit: shimExit(directory) ?? unseenExit(record),
  };
}

/**
 * A run that waits for its turn. No keeper survives a restart of its machine, and nothing starts by itself after one.
 */
function waitingRecord(directory: string, record: RunRecord): RunRecord {
  const waiting: RunRecord = { ...record, state: 'waiting' };
  const where = whereIs(record);
  if (where === 'elsewhere' || currentKeeper(directory) !== null) return waiting;
  if (where === 'here') return withProblems(waiting, [whyUnkept(waiting)]);
  const problem = 'It did not start, since its machine was restarted while it waited: start it again.';
  return { ...record, state: 'cancelled', problem };
}

/** Returns a record with what is wrong now behind what its keeper wrote. */
export function withProblems(record: RunRecord, problems: readonly (string | null)[]): RunRecord {
  const all = [record.problem, ...problems].filter((problem) => problem !== null);
  return all.length === 0 ? record : { ...record, problem: all.join(' ') };
}

/** For a moment no keeper has claimed a run that was just made. */
function isStillStarting({ startedAt, clock }: RunRecord): boolean {
  return Math.abs(runClock({ clock })() - startedAt) < startTimeout;
}

/** The exit of a training that nobody saw: the time is that of its last output, as long as its log is there. */
export function unseenExit({ log, startedAt }: RunRecord): Omit<TrainingExit, 'left'> {
  const time = statSync(log, { throwIfNoEntry: false })?.mtimeMs;
  return { code: null, signal: null, time: time === undefined ? startedAt : time / 1000 };
}

function newestFirst(one: RunRecord, other: RunRecord): number {
  return other.startedAt - one.startedAt || (other.id > one.id ? 1 : -1);
}

/** Seconds that a new keeper has to report that the training runs. */
export const startTimeout = 30;
