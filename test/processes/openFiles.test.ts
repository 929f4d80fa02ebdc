import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openFilesOf } from '../../src/processes/openFiles.ts';
import { parseOpenFiles } from '../../src/processes/remote/remoteProcesses.ts';
import { openFilesScript } from '../../src/processes/remote/remoteScripts.ts';
import { onLinux } from '../support/skipUnless.ts';
import { soon } from '../support/soon.ts';

/** A process that has one file open for writing, one for reading, and one that was removed. */
async function holder() {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'plateau-open-')));
  const script = `cd '${directory}'; echo some > read; exec 3> 'last one.pt' 4< read 5> gone; rm gone; printf 1234 >&3; touch ready; exec sleep 600`;
  const child = spawn('sh', ['-c', script], { stdio: 'ignore' });
  onTestFinished(() => {
    child.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  });
  const path = join(directory, 'last one.pt');
  await soon(() => expect(openFilesOf([child.pid!]).files.map((file) => file.size)).toEqual([4]));
  return { pid: child.pid!, path };
}

describe('the files that a process has open for writing', onLinux, () => {
  test('are told with their size and when they were written last', async () => {
    const { pid, path } = await holder();
    expect(openFilesOf([pid])).toEqual({
      files: [{ pid, path, size: 4, modified: expect.closeTo(Date.now() / 1000, -2) }],
      unseen: [],
    });
  });

  test('are none of a process that has ended', () => {
    expect(openFilesOf([spawnSync('true').pid])).toEqual({ files: [], unseen: [] });
  });

  test('are the same where a script for another machine looks', async () => {
    const { pid, path } = await holder();
    const { stdout, stderr } = spawnSync('sh', ['-c', openFilesScript, 'plateau', String(pid), '999999999'], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(parseOpenFiles(stdout)).toMatchObject({ files: [{ pid, path, size: 4 }], unseen: [] });
    expect(parseOpenFiles('unseen 7\nopen x\n')).toEqual({ files: [], unseen: [7] });
  });
});
