import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { singleLine } from '../../../words/harmless.ts';
import type { FigureFormat } from '../figureFormat.ts';
import { placeOf, placeText } from '../place.ts';
import { isDatabase, type ReadOnlyDatabase, withDatabaseNow } from '../sqlite/readOnly.ts';
import { trackedSource } from '../tracked/trackedRun.ts';
import { createTrackioLines } from './lines.ts';

/**
 * The runs that trackio keeps on this machine: a SQLite database for each project. Source: trackio/sqlite_storage.py.
 */
export const trackioProjects: FigureFormat = {
  follow: (place) => {
    const { at, run: word } = placeOf(place);
    const name = inProject(at, (database) => runMeant(database, word));
    if (name === null) return null;
    if (name === undefined) throw new Error(noRun(at, word));
    return trackedSource({
      open: () => createTrackioLines(at, name),
      name: `The trackio run ${singleLine(name)} in ${at}`,
      empty: `${singleLine(name)} is a trackio run in ${at} in which nothing has been logged; name another run (${at}#RUN).`,
      pollSeconds: 1,
    });
  },
  describe: (place) => {
    const { at, run: word } = placeOf(place);
    const name = inProject(at, (database) => runMeant(database, word)) ?? null;
    return name === null ? null : singleLine(`${name} (${basename(at, '.db')}, trackio)`);
  },
  discover: (directory) => {
    const places = globSync('*.db', { cwd: directory }).flatMap((file) => {
      const path = join(directory, file);
      const newest = inProject(path, newestOf);
      return newest === null || newest === undefined
        ? []
        : [{ place: placeText({ at: path, run: newest.name }), time: newest.time }];
    });
    return places.toSorted((one, other) => (one.time < other.time ? 1 : -1))[0]?.place ?? null;
  },
};

/** Null where a file is no project. */
function inProject<Result>(path: string, read: (database: ReadOnlyDatabase) => Result): Result | null {
  if (!isDatabase(path)) return null;
  return withDatabaseNow(path, (database) => (isProject(database) ? read(database) : null));
}

function isProject(database: ReadOnlyDatabase): boolean {
  const columns = new Set(database.all(`PRAGMA table_info(metrics)`).map(({ name }) => name));
  return ['timestamp', 'run_name', 'step', 'metrics'].every((name) => columns.has(name));
}

/** The run of this name, without one the newest; undefined when there is none. */
function runMeant(database: ReadOnlyDatabase, word: string | null): string | undefined {
  if (word === null) return newestOf(database)?.name;
  const found = database.all('SELECT run_name AS name FROM metrics WHERE run_name = ? LIMIT 1', word)[0];
  return found === undefined ? undefined : String(found['name']);
}

/** The run in which something was logged last: times are ISO 8601 in UTC, which sort as text. */
function newestOf(database: ReadOnlyDatabase): { readonly name: string; readonly time: string } | undefined {
  const row = database.all('SELECT run_name AS name, timestamp AS time FROM metrics ORDER BY id DESC LIMIT 1')[0];
  return row === undefined ? undefined : { name: String(row['name']), time: String(row['time']) };
}

function noRun(path: string, word: string | null): string {
  return word === null
    ? `${path} is a project of trackio without a run; name the training's log instead.`
    : `${path} is a project of trackio that has no run ${singleLine(word)}.`;
}
