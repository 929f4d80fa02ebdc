import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { readSettings } from '../trainers/darknet/companions/settings.ts';

/**
 * The first list or folder of images that a data file (Darknet's .data, a data.yaml) names and that is not there, as it
 * is named; null where all of them are, or where it cannot be told. `path` is that of the data file, from `cwd`.
 */
export function missingImages(text: string, cwd: string, path: string): string | null {
  const isYaml = /\.ya?ml$/i.test(path);
  const named = isYaml ? namedInYaml(text) : namedInData(text);
  return named.find((each) => placesOf(each, text, cwd, path).every((place) => !existsSync(place))) ?? null;
}

function namedInData(text: string): readonly string[] {
  const settings = readSettings(text).flatMap((section) => section.settings);
  return settings.filter(({ key }) => key === 'train' || key === 'valid').map(({ value }) => value);
}

/** Only paths on one line: a list of several, or a data set of a hub, is not looked at. */
function namedInYaml(text: string): readonly string[] {
  return Array.from(
    text.matchAll(/^(?:train|val): *["']?([^\s"'#[\]]+)["']? *(?:#.*)?$/gm),
    ([, place]) => place!,
  ).filter((place) => !/^[a-z]+:\/\//i.test(place));
}

/** Trainers look for it from where they run, from the data file, and from the `path:` in that. */
function placesOf(named: string, text: string, cwd: string, path: string): readonly string[] {
  const beside = dirname(resolve(cwd, path));
  const root = /^path: *["']?([^\s"'#]+)/m.exec(text)?.[1] ?? null;
  const roots = root === null ? [] : [resolve(cwd, root), resolve(beside, root), resolve(cwd, '..', root)];
  return [cwd, beside, ...roots].map((from) => resolve(from, named));
}
