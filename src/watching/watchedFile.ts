import { globSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { newestOf, sideFileIn } from '../session/sideFile.ts';

/**
 * The file that `plateau watch WORD` means: the file itself, the newest that a pattern matches, or the file of figures in a directory.
 * Throws a sentence when a directory holds nothing that a trainer writes, or a pattern matches no file.
 */
export function watchedFile(word: string): string {
  const stats = statSync(word, { throwIfNoEntry: false });
  if (stats?.isDirectory() === true) {
    const found = sideFileIn(resolve(word));
    if (found === null) {
      throw new Error(
        `${word} is a directory that holds no file of figures (results.csv, metrics.json, events.out.tfevents...): name the log itself.`,
      );
    }
    return found;
  }
  if (stats === undefined && /[*?[{]/.test(word)) {
    const newest = newestOf(globSync(word).map((path) => resolve(path)));
    if (newest === null) throw new Error(`No file matches ${word}.`);
    return newest;
  }
  return resolve(word);
}
