import { dirname, resolve } from 'node:path';
import { warn } from '../../app/print.ts';
import { statOf } from '../../log/files/statOf.ts';
import { usageError } from '../../words/usageError.ts';

/**
 * The file that `--checkpoint` names, absolute: a relative path begins in the working directory of the training. Says
 * so when its directory is not there, which the training may yet make. Null without the flag. Throws a usage error for
 * a directory.
 */
export function checkpointFile(text: string | undefined, cwd: string): string | null {
  if (text === undefined) return null;
  const path = resolve(cwd, text);
  if (statOf(path)?.isDirectory() === true) {
    throw usageError(`--checkpoint expects the file that is saved, and ${path} is a directory.`);
  }
  if (statOf(dirname(path))?.isDirectory() !== true) {
    warn(
      `--checkpoint waits for ${path}, whose directory does not exist yet: a relative path begins in the working directory of the training.`,
    );
  }
  return path;
}
