import { spawn, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { processFromProc } from '../../src/processes/proc/procFiles.ts';
import { processesFromPs, processFromPs } from '../../src/processes/proc/psTable.ts';
import { processFacts } from '../../src/processes/processes.ts';
import { until } from '../support/keeper/room.ts';
import { skipUnless } from '../support/skipUnless.ts';
import { processesOfGroup } from '../support/processes/processesOfGroup.ts';

const hasBoth = process.platform === 'linux' && spawnSync('ps', ['-p', '1']).status === 0;

describe('the facts of a process', () => {
  test('are null for a number that no process has, and for a zombie', async () => {
    expect(processFacts(4_190_000)).toBeNull();
    const parent = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const zombie = Number(
      await new Promise<string>((resolve) => {
        parent.stdout.once('data', (data: Buffer) => resolve(data.toString()));
      }),
    );
    await until(() => processFacts(zombie) === null);
    expect(process.kill(zombie, 0)).toBe(true);
    parent.kill('SIGKILL');
  });

  test('tell a name with spaces and parentheses from the fields behind it', async () => {
    const child = spawn(process.execPath, ['-e', 'process.title = "a) R (b c"; setInterval(() => {}, 1e6)'], {
      detached: true,
    });
    const pid = child.pid ?? 0;
    await until(() => processFacts(pid)?.command === 'a) R (b c');
    expect(processFacts(pid)).toMatchObject({
      parent: process.pid,
      group: pid,
      user: process.getuid?.(),
      stopped: false,
    });
    child.kill('SIGKILL');
  });

  test(
    'are the same from ps, where there is no /proc, as from /proc',
    skipUnless('needs Linux with ps', hasBoth),
    async () => {
      const child = spawn('sh', ['-c', 'sleep 60 & wait'], { detached: true, stdio: 'ignore' });
      const pid = child.pid ?? 0;
      await until(() => processesOfGroup(pid).length === 2);
      const plain = { startTime: null, ignoresInterrupt: false };
      expect({ ...processFromPs(pid), ...plain }).toEqual({ ...processFromProc(pid), ...plain });
      expect(
        processesFromPs()
          .filter(({ group }) => group === pid)
          .map((facts) => Object.assign(facts, plain)),
      ).toEqual(processesOfGroup(pid).map((facts) => Object.assign(facts, plain)));
      expect(Math.abs((processFromPs(pid)?.startTime ?? 0) - Date.now() / 1000)).toBeLessThan(30);
      expect(processFromPs(4_190_000)).toBeNull();
      process.kill(-pid, 'SIGKILL');
    },
  );
});
