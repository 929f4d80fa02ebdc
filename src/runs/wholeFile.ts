import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Writes a file (mode 0600) so that readers find either the old content or the new one, whole, even after a power cut.
 * One process at a time may do so: what a killed one leaves behind is overwritten by the next.
 * Throws what the system says, and then leaves the old content and no other file behind.
 */
export function writeWholeFile(path: string, content: string): void {
  const temporary = `${path}.new`;
  try {
    const file = openSync(temporary, 'w', 0o600);
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }

    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
