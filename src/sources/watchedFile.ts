import { type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UnreadableLog } from '../log/files/openLog.ts';
import { isAddress, placeOf, placeOfTrackingUri, placeText } from '../log/formats/place.ts';
import { logIn, newestMatch } from '../monitor/discovery/findFigures.ts';

/**
 * Returns the place of figures (`FigureFormat`) that `plateau watch ARGUMENT` names: a file, the newest match of a
 * pattern, what is in a directory, a run of a database (`mlflow.db#RUN`, `sqlite:///mlflow.db#RUN`) or of a server.
 * Throws a sentence when nothing is found.
 */
export function watchedFile(word: string): string {
  const { at, run } = placeOf(word);
  const path = placeOfTrackingUri(at);
  if (path === null) {
    throw new Error(
      `${at.replace(/:.*/s, '')} databases cannot be read from here: name the address of their MLflow server (http://...).`,
    );
  }
  if (isAddress(path)) return placeText({ at: path, run });
  if (run !== null) return placeText({ at: resolve(path), run });
  const stats = statOf(path);
  if (stats?.isDirectory() === true) {
    const found = logIn(resolve(path));
    if (found === null) {
      throw new Error(
        `${path} is a directory that holds no file of figures (results.csv, metrics.json, mlflow.db, events.out.tfevents...): name the log itself.`,
      );
    }
    return found;
  }
  if (stats === undefined && /[*?[{]/.test(path)) {
    const newest = newestMatch(path);
    if (newest === null) throw new Error(`No file matches ${path}.`);
    return newest;
  }
  return resolve(path);
}

function statOf(word: string): Stats | undefined {
  try {
    return statSync(word, { throwIfNoEntry: false });
  } catch (error) {
    throw new UnreadableLog(word, error);
  }
}
