import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { troublesOf } from '../../src/app/troubles.ts';
import { listedTroubles } from '../../src/runs/escapedNote.ts';
import { openRun } from '../../src/runs/runs.ts';
import { openRoom, until } from '../support/keeper/room.ts';
import { isInstalled } from '../support/real/programs.ts';
import { skipUnless } from '../support/skipUnless.ts';

const room = openRoom();
const disk = join(room.directory, 'disk');
const filler = join(disk, 'filler');
mkdirSync(disk);
const canMount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', disk]).status === 0;
/** Bytes that are left: less than half of the reserve of such a disk. */
const nearlyNothing = 100 * 1024;
const reserve = join(disk, 'plateau', 'reserve');

describe(
  'on a disk that fills up (a tmpfs of 16 MB, mounted as root)',
  skipUnless('needs root, a kernel that lets it mount, and Python', canMount && isInstalled('python3')),
  () => {
    beforeAll(() => {
      process.env['XDG_STATE_HOME'] = disk;
    });
    afterAll(() => {
      execFileSync('umount', ['-l', disk]);
    });

    test('a Python trainer goes on to its end in the room of the reserve, and everyone is told', async () => {
      const go = join(room.directory, 'go');
      const program = [
        'import os, time',
        'print("first")',
        `while not os.path.exists(${JSON.stringify(go)}): time.sleep(0.05)`,
        'for line in range(2000): print("line", line, "x" * 90)',
      ].join('\n');
      const told = join(room.directory, 'told');
      const tell = join(room.directory, 'tell.sh');
      writeFileSync(tell, `#!/bin/sh\necho "$PLATEAU_KIND $PLATEAU_TEXT" >>${told}\n`, { mode: 0o700 });
      const record = await room.start(['python3', '-u', '-c', program], {
        notices: { command: [tell], cwd: room.directory, webhooks: [] },
      });
      const lookForTroubles = troublesOf(record);
      expect(lookForTroubles()).toEqual([]);
      await until(() => existsSync(reserve));
      expect(openRun(record.id).problem).toBeNull();
      const { bavail, bsize } = statfsSync(disk);
      writeFileSync(filler, Buffer.alloc(bavail * bsize - nearlyNothing));
      expect(openRun(record.id).problem).toMatch(
        /^The disk of .*\/plateau is \d+ % full \(.* free.*\): free some space/,
      );
      await until(() => !existsSync(reserve));
      expect(lookForTroubles()).toMatchObject([
        { kind: 'full-disk', brief: expect.stringMatching(/^disk \d+% full$/) },
      ]);
      expect(listedTroubles([openRun(record.id)]).get(record.id)).toMatch(/^The disk of .* no reserve is left/);
      await until(() => existsSync(told) && readFileSync(told, 'utf8').includes('disk The disk of '));
      expect(openRun(record.id).problem).toMatch(/ and no reserve is left\)/);
      writeFileSync(go, '');
      await until(() => openRun(record.id).state === 'ended');
      expect(openRun(record.id).exit).toMatchObject({ code: 0 });
      expect(readFileSync(record.log, 'utf8').split('\n')).toHaveLength(2002);
      expect(readFileSync(join(dirname(record.log), 'events.log'), 'utf8')).toContain('reserve-given-up');
      rmSync(filler);
    });
  },
);
