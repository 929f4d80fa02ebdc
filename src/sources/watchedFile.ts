import { type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UnreadableLog } from '../log/files/openLog.ts';
import { logIn, newestMatch } from '../monitor/discovery/findFigures.ts';

/**
 * Returns the file that `plateau watch ARGUMENT` names: the file itself, the newest match of a pattern, or the results
 * file in a directory, which can be that of an MLflow run. Throws a sentence when nothing is found.
 */
export function watchedFile(word: string): string {
  const stats = statOf(word);
  if (stats?.isDirectory() === true) {
    const found = logIn(resolve(word));
    if (found === null) {
      throw new Error(
        `${word} is a directory that holds no file of figures (results.csv, metrics.json, events.out.tfevents...): name the log itself.`,
      );
    }
    return found;
  }
  if (stats === undefined && /[*?[{]/.test(word)) {
    const newest = newestMatch(word);
    if (newest === null) throw new Error(`No file matches ${word}.`);
    return newest;
  }
  return resolve(word);
}

function statOf(word: string): Stats | undefined {
  try {
    return statSync(word, { throwIfNoEntry: false });
  } catch (error) {
    throw new UnreadableLog(word, error);
  }
}
