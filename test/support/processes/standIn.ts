import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { onTestFinished } from 'vitest';

/**
 * A program on PATH in place of a client whose daemon cannot be had in a test: it answers as the real one does, from
 * files in its directory, and writes down how it was called.
 */
export function standIn(name: string, script: string) {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-stand-in-'));
  const at = (file: string) => join(directory, file);
  writeFileSync(at(name), `#!/bin/sh\ncd '${directory}'\nprintf '%s\\n' "$*" >>calls\n${script}\n`);
  chmodSync(at(name), 0o755);
  const before = process.env['PATH'];
  process.env['PATH'] = `${directory}:/usr/bin:/bin`;
  onTestFinished(() => {
    process.env['PATH'] = before;
    rmSync(directory, { recursive: true, force: true });
  });
  return {
    at,
    calls: () => (existsSync(at('calls')) ? readFileSync(at('calls'), 'utf8').trim().split('\n') : []),
  };
}
