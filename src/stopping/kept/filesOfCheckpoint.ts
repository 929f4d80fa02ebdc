import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, matchesGlob } from 'node:path';

/**
 * The files of a checkpoint that a log names: the file itself; what is in it where it is a directory (Hugging Face);
 * what begins with it where it is the beginning of several names (TensorFlow, Paddle); the newest file that it may be
 * where the log leaves a part of the name open (`weights/*_1500.pth`). None where there is none. Throws where the path
 * may not be looked at.
 */
export function filesOfCheckpoint(path: string): readonly string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) return weightsIn(namesIn(path)).map((name) => join(path, name));
  if (found !== undefined) return [path];
  const folder = dirname(path);
  const wanted = basename(path);
  const names = namesIn(folder);
  if (wanted.includes('*')) {
    const matching = names.filter((name) => matchesGlob(name, wanted)).map((name) => join(folder, name));
    return matching.toSorted((one, other) => writtenAt(other) - writtenAt(one)).slice(0, 1);
  }
  return names.filter((name) => name.startsWith(`${wanted}.`)).map((name) => join(folder, name));
}

/** What holds figures: a configuration beside them can be whole where they are not. */
function weightsIn(names: readonly string[]): readonly string[] {
  return names.filter((name) => /\.(?:safetensors|bin|pt|pth|ckpt|h5|keras|pdparams|pdopt)$/.test(name));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** When a file was written last, in milliseconds since 1970; 0 where it is gone. */
export function writtenAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
