import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

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
 * Writes a file as `writeWhole` does unless it holds `content` already. Replacing a file by another makes Linux's usual file systems
 * wait for the disk, which takes seconds for the hundreds of files of a data set.
 */
export function writeIfOther(path: string, content: Uint8Array | string): void {
  if (!existsSync(path) || !readFileSync(path).equals(Buffer.from(content))) writeWhole(path, content);
}
