import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { processFacts } from '../../src/processes/processes.ts';
import { listRuns, openRun } from '../../src/runs/runs.ts';
import { openRoom, until } from '../support/keeper/room.ts';
import { skipUnless } from '../support/skipUnless.ts';

const room = openRoom();
const disk = join(room.directory, 'disk');
const filler = join(disk, 'filler');
mkdirSync(disk);
const canMount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', disk]).status === 0;

function fill(): void {
  spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1k']);
}

describe(
  'on a full disk (a small tmpfs, mounted as root)',
  skipUnless('needs root and a kernel that lets it mount', canMount),
  () => {
    beforeAll(() => {
      process.env['XDG_STATE_HOME'] = disk;
    });
    beforeEach(() => {
      rmSync(filler, { force: true });
    });
    afterAll(() => {
      execFileSync('umount', ['-l', disk]);
    });

    test('a training that runs already reaches its end, and that is recorded as soon as there is room', async () => {
      const go = join(room.directory, 'go');
      const record = await room.start(`while [ ! -e ${go} ]; do sleep 0.05; done; exit 7`);
      const control = await room.connect(record);
      fill();
      writeFileSync(go, '');
      await until(() => control.exit() !== null);
      expect(control.exit()).toMatchObject({ code: 7 });
      expect(processFacts(record.keeper?.pid ?? 0)).not.toBeNull();
      expect(JSON.parse(readFileSync(join(record.log, '..', 'run.json'), 'utf8')).state).toBe('running');
      rmSync(filler);
      await until(() => openRun(record.id).state === 'ended');
      expect(openRun(record.id).exit).toMatchObject({ code: 7 });
      expect(readFileSync(join(record.log, '..', 'events.log'), 'utf8')).toContain('no space left on device');
    });

    test('a training whose keeper died is adopted all the same, and can be stopped', async () => {
      const record = await room.start(['sleep', '60']);
      fill();
      process.kill(record.keeper?.pid ?? Number.NaN, 'SIGKILL');
      const control = await room.connect(record);
      expect((await control.target())?.pid).toBe(record.training?.pid);
      await control.signal('SIGINT');
      await until(() => control.exit()?.left.length === 0);
    });

    test('a training that is to be started is refused in a sentence, and leaves nothing behind', async () => {
      const before = listRuns().runs.map(({ id }) => id);
      fill();
      await expect(room.start('exit 0', { name: 'refused' })).rejects.toThrow(
        /could not be written to .* \(no space left on device\): free some space there, or set XDG_STATE_HOME/,
      );
      expect(listRuns().runs.map(({ id }) => id)).toEqual(before);
      expect(readdirSync(join(disk, 'plateau', 'runs')).filter((id) => id.includes('refused'))).toEqual([]);
    });
  },
);
