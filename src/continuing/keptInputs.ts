import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { readSmallFile } from '../log/files/readSmallFile.ts';
import type { KeptInput } from '../runs/runRecord.ts';
import { programs } from '../trainers/index.ts';

/**
 * The files of settings and data that a command names, whichever trainer it is of, as they are now. One that cannot be
 * read is left out: nobody can compare it later.
 */
export function keptInputs(command: readonly string[], cwd: string): readonly KeptInput[] {
  const named = programs.flatMap(({ companions }) => companions?.(command) ?? []).map(({ path }) => path);
  return [...new Set(named)].flatMap((path) => {
    const sha256 = sha256Of(resolve(cwd, path));
    return sha256 === null ? [] : [{ path, sha256 }];
  });
}

/** SHA-256 of a small text in hexadecimal; null where it cannot be read. */
export function sha256Of(path: string): string | null {
  try {
    return createHash('sha256').update(readSmallFile(path).text).digest('hex');
  } catch {
    return null;
  }
}
