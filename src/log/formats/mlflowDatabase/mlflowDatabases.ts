import { globSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { singleLine } from '../../../words/harmless.ts';
import type { FigureFormat } from '../figureFormat.ts';
import { placeOf, placeText } from '../place.ts';
import { isDatabase, type ReadOnlyDatabase, withDatabaseNow } from '../sqlite/readOnly.ts';
import { trackedSource } from '../tracked/trackedRun.ts';
import { createDatabaseLines } from './lines.ts';
import { experimentNames, isMlflow, runMeant, runsBetween } from './runs.ts';

/** The runs in a SQLite database of MLflow, which is what it writes by default since 3.7. */
export const mlflowDatabases: FigureFormat = {
  follow: (place) => {
    const { at, run: word } = placeOf(place);
    const found = inDatabase(at, (database) => runMeant(database, word) ?? experimentNames(database));
    if (found === null) return null;
    if (!('id' in found)) throw new Error(noRun(at, word, found));
    return trackedSource({
      open: () => createDatabaseLines(at, found.id),
      name: `The MLflow run ${singleLine(found.name)} in ${at}`,
      empty: `${singleLine(found.name)} is an MLflow run in ${at} in which no metric has been logged; name another run (${at}#RUN), or the training's log.`,
      pollSeconds: 1,
    });
  },
  describe: (place) => {
    const { at, run: word } = placeOf(place);
    const run = inDatabase(at, (database) => runMeant(database, word));
    return run === null ? null : singleLine(`${run.name} (${run.experiment}, ${basename(at)})`);
  },
  discover: (directory) =>
    databasesIn(directory)
      .flatMap((path) => {
        const run = inDatabase(path, (database) => runMeant(database, null));
        return run === null ? [] : [{ place: placeText({ at: path, run: run.id }), start: run.start }];
      })
      .toSorted((one, other) => other.start - one.start)[0]?.place ?? null,
};

/**
 * The place of the one run that began between two instants (epoch seconds) in these databases or in those that stand in
 * a directory; null without one, or with several, of which none is known to be meant.
 */
export function databaseRunBetween(
  directory: string,
  databases: readonly string[],
  from: number,
  to: number,
): string | null {
  const paths = new Set([...databases.map((path) => resolve(directory, path)), ...databasesIn(directory)]);
  const places = [...paths].flatMap((path) =>
    (inDatabase(path, (database) => runsBetween(database, from * 1000, to * 1000)) ?? []).map(({ id }) =>
      placeText({ at: path, run: id }),
    ),
  );
  return places.length === 1 ? places[0]! : null;
}

/** The place of the run with this id in a database; null when it is not there. */
export function databaseRunNamed(path: string, id: string): string | null {
  const run = inDatabase(path, (database) => runMeant(database, id));
  return run === null ? null : placeText({ at: path, run: run.id });
}

function inDatabase<Result>(path: string, read: (database: ReadOnlyDatabase) => Result): Result | null {
  if (!isDatabase(path)) return null;
  return withDatabaseNow(path, (database) => (isMlflow(database) ? read(database) : null));
}

/** The names that MLflow and its guides give to a database. */
function databasesIn(directory: string): string[] {
  return globSync(['mlflow.db', 'mlruns.db', 'ml{flow,runs}/*.db'], { cwd: directory })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
}

function noRun(path: string, word: string | null, experiments: readonly string[]): string {
  if (word === null) return `${path} is a database of MLflow without a run; name the training's log instead.`;
  const known = experiments.length === 0 ? '' : ` Experiments in it: ${experiments.map(singleLine).join(', ')}.`;
  return `${path} has no MLflow run ${singleLine(word)}, and no experiment of that name with one.${known}`;
}
