import { basename, dirname, join } from 'node:path';

/**
 * The first free name beside a file, with `ending` behind its stem and before its extension: `best-stripped.pt`, then
 * `best-stripped-2.pt` and so on. Null where a hundred of them are taken.
 */
export function freeName(path: string, ending: string, isFree: (path: string) => boolean): string | null {
  const [, stem, extension = ''] = /^(.*?)(\.[^.]+)?$/.exec(basename(path))!;
  for (let number = 1; number <= 100; number += 1) {
    const name = `${stem}${ending}${number === 1 ? '' : `-${number}`}${extension}`;
    const found = join(dirname(path), name);
    if (isFree(found)) return found;
  }
  return null;
}
