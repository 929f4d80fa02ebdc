import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { logIn, newestMatch } from '../monitor/discovery/findFigures.ts';

/**
 * The file that `plateau watch WORD` means: the file itself, the newest that a pattern matches, or what a trainer keeps
 * its figures in, in a directory: the directory of an MLflow run too. Throws a sentence when a directory holds nothing
 * that a trainer writes, or a pattern matches no file.
 */
export function watchedFile(word: string): string {
  const stats = statSync(word, { throwIfNoEntry: false });
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
