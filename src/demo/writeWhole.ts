import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/**
 * Writes a file so that whoever opens `path`, at whatever moment this process is killed, finds the old content or the new one whole.
 * @param lasting also waits until the disk has it, so that a power cut does not leave an empty file.
 */
export function writeWhole(path: string, content: Uint8Array | string, { lasting = false } = {}): void {
  const unfinished = `${path}.${process.pid}.tmp`;
  const file = openSync(unfinished, 'w');
  try {
    writeFileSync(file, content);
    if (lasting) fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
}

/**
 * Sees to it that a file holds `content`: one that does is left alone, one that holds anything else is replaced as a whole.
 * Replacing makes Linux's usual file systems wait for the disk, which would take seconds for the hundreds of files of a data set.
 */
export function writeIfOther(path: string, content: Uint8Array | string): void {
  try {
    writeFileSync(path, content, { flag: 'wx' });
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!exists) throw error;
    if (!readFileSync(path).equals(Buffer.from(content))) writeWhole(path, content);
  }
}
