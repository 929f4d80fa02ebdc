import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { expect, onTestFinished, test } from 'vitest';
import { onLinux } from '../support/skipUnless.ts';

const module = resolve(import.meta.dirname, '../../src/processes/closeInherited.ts');

// NODE_EXTRA_CA_CERTS is read by a thread of Node, through a descriptor that is not close-on-exec: to close that is to
// crash, or to lose the certificates.
test('what writes and what locks is closed, and a file that is only read is not', onLinux, () => {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-inherited-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const name of ['read', 'locked']) writeFileSync(join(directory, name), 'text');
  const program = `import { readdirSync, readlinkSync } from 'node:fs';
    import { closeInherited } from ${JSON.stringify(module)};
    closeInherited();
    const open = readdirSync('/proc/self/fd').flatMap((fd) => {
      try { return [readlinkSync('/proc/self/fd/' + fd)]; } catch { return []; }
    });
    console.log(open.filter((path) => path.startsWith(${JSON.stringify(directory)})).join(' '));`;
  // Of the first descriptors Node itself sees to it that nothing it starts inherits them.
  const shell = 'cd "$0" && exec 60>written 61<read 62<locked && flock 62 && exec "$@"';
  const words = [process.execPath, '--input-type=module', '--eval', program];
  const open = execFileSync('bash', ['-c', shell, directory, ...words], { encoding: 'utf8' });
  expect(open.trim()).toBe(join(directory, 'read'));
});
