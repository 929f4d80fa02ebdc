import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory, userDirectory } from './userDirectory.ts';
import { errorCode, systemErrorMessage } from '../words/errors.ts';

/** The files of one run's directory. */
export interface RunFiles {
  readonly directory: string;
  /** Raw bytes of the trainer's stdout and stderr. */
  readonly log: string;
  readonly record: string;
  /** JSON lines: who asked for what, which signal, what happened. */
  readonly audit: string;
  /** What the keeper itself complained of, should it ever crash. */
  readonly keeperLog: string;
  /** There while the guard of a keeper cannot start another one. */
  readonly unkept: string;
  /** Empty; its time is that at which a list or a status line last tried to start a keeper that the run waits for. */
  readonly revived: string;
}

/** `$XDG_STATE_HOME/plateau`, by default `~/.local/state/plateau`. */
export function stateDirectory(): string {
  return userDirectory('state');
}

/** Where a run's files are. Touches nothing. */
export function runFiles(id: string): RunFiles {
  const directory = join(stateDirectory(), 'runs', id);
  return filesIn(directory);
}

/** The files of a run whose directory is known. */
export function filesIn(directory: string): RunFiles {
  return {
    directory,
    log: join(directory, 'output.log'),
    record: join(directory, 'run.json'),
    audit: join(directory, 'events.log'),
    keeperLog: join(directory, 'keeper.log'),
    unkept: join(directory, 'unkept'),
    revived: join(directory, 'revived'),
  };
}

/** The ids of all runs that have a directory, in no order. */
export function runIds(): readonly string[] {
  try {
    return readdirSync(join(stateDirectory(), 'runs'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
  } catch {
    return [];
  }
}

/**
 * Makes the directory of a new run (mode 0700) and returns its id: local date and time, then the name
 * (`20260725-143012-shapes`), so that ids sort by age and can be typed from memory; with `-2`, `-3` ... behind it when
 * the second is shared. Throws a sentence when the directory cannot be made.
 */
export function createRunDirectory(name: string, now: Date): string {
  const stem = `${timeStamp(now)}-${nameInId(name)}`;
  try {
    makeDirectory(join(stateDirectory(), 'runs'));
    for (let attempt = 1; ; attempt += 1) {
      const id = attempt === 1 ? stem : `${stem}-${attempt}`;
      if (madeNew(runFiles(id).directory)) {
        return id;
      }
    }
  } catch (error) {
    throw new Error(
      `No run directory could be made in ${stateDirectory()} (${systemErrorMessage(error)}): free some space there, or set XDG_STATE_HOME to a directory that you can write.`,
      { cause: error },
    );
  }
}

/** Making a directory is atomic, so that two runs that start at once never share one. */
function madeNew(directory: string): boolean {
  try {
    mkdirSync(directory, { mode: 0o700 });
    // An unusual umask must not lock its owner out.
    chmodSync(directory, 0o700);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') {
      return false;
    }

    throw error;
  }
}

function timeStamp(now: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `${day}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
}

function nameInId(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9._]+/g, '-')
    .slice(0, maxNameInId)
    .replaceAll(/^[-.]+|[-.]+$/g, '');
  return plain === '' ? 'run' : plain;
}

/** Most characters of the name that go into a run's id. */
const maxNameInId = 24;
