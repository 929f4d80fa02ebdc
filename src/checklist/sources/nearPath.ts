import { sep } from 'node:path';
import { statOf } from '../../log/files/statOf.ts';
import { namesIn } from './files.ts';

/** Finds what is there instead of a path that is not: null when nothing is. */
export type NearPaths = (path: string) => string | null;

/**
 * Makes a finder of paths that differ only in capitals or in backslashes for slashes, as lists from Windows have them.
 * It reads each folder once, so one serves for all paths of a data set.
 */
export function createNearPaths(): NearPaths {
  const known = new Map<string, ReadonlyMap<string, string>>();
  const namesOf = (folder: string): ReadonlyMap<string, string> => {
    let names = known.get(folder);
    if (names === undefined) {
      names = new Map(namesIn(folder === '' ? sep : folder).map((name) => [name.toLowerCase(), name]));
      known.set(folder, names);
    }
    return names;
  };
  return (path) => {
    if (sep !== '/' || !path.startsWith('/')) return null;
    let found = '';
    for (const part of path.replaceAll('\\', '/').split('/')) {
      if (part === '' || part === '.') continue;
      if (part === '..') {
        found = found.slice(0, Math.max(0, found.lastIndexOf('/')));
        continue;
      }
      const exact = `${found}/${part}`;
      const other = statOf(exact) === null ? namesOf(found).get(part.toLowerCase()) : part;
      if (other === undefined) return null;
      found = `${found}/${other}`;
    }
    return found === path ? null : found;
  };
}

/** ` Did you mean \`images/a.jpg\`?`, with a space before it; empty when nothing is near any of the paths. */
export function nearText(near: NearPaths, paths: readonly string[]): string {
  const found = paths.map((path) => near(path)).find((each) => each !== null);
  return found === undefined ? '' : ` Did you mean \`${found}\`?`;
}
