import { readFile, rename, writeFile } from 'node:fs/promises';
import { errorCode } from '../../words/errors.ts';

/**
 * Sees to it that a file holds `content`: one that does is left alone, one that holds anything else is replaced as a
 * whole. Replacing makes Linux's usual file systems wait for the disk, which would take seconds for the hundreds of
 * files of a data set.
 */
export async function writeIfOther(path: string, content: Uint8Array | string): Promise<void> {
  try {
    await writeFile(path, content, { flag: 'wx' });
  } catch (error) {
    const exists = errorCode(error) === 'EEXIST';
    if (!exists) throw error;
    if ((await readFile(path)).equals(Buffer.from(content))) return;
    const unfinished = `${path}.${process.pid}.tmp`;
    await writeFile(unfinished, content);
    await rename(unfinished, path);
  }
}
