import { spawn, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import process from 'node:process';
import { describe, expect, onTestFinished, test } from 'vitest';
import { localHost } from '../../src/processes/localHost.ts';
import { processFacts } from '../../src/processes/processes.ts';
import { identityOf } from '../../src/processes/processIdentity.ts';
import { soon } from '../support/soon.ts';

function sleeper() {
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = new Promise<NodeJS.Signals | null>((told) => child.once('exit', (_, signal) => told(signal)));
  return { to: { kind: 'processes', processes: [identityOf(child.pid!)] }, pid: child.pid!, ended } as const;
}

/** Takes a processor for so many milliseconds. */
function work(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end;);
}

describe('a signal that is not to be sent where a last look says so', () => {
  test('is sent where it says no', async () => {
    const { to, ended } = sleeper();
    expect(await localHost.send('SIGTERM', to, { forbids: () => false, halts: [] })).toBe(true);
    expect(await ended).toBe('SIGTERM');
  });

  test('is not sent where it says yes', async () => {
    const { to, pid } = sleeper();
    expect(await localHost.send('SIGTERM', to, { forbids: () => true, halts: [] })).toBe(false);
    expect(process.kill(pid, 0)).toBe(true);
  });

  test('waits for a look that was not interrupted: what a long one saw first may be true no more', async () => {
    const { to, pid } = sleeper();
    let looks = 0;
    const isOpen = (): boolean => {
      looks += 1;
      const seen = looks > 1;
      if (looks === 1) work(60);
      return seen;
    };
    expect(await localHost.send('SIGTERM', to, { forbids: isOpen, halts: [] })).toBe(false);
    expect(process.kill(pid, 0)).toBe(true);
  });

  test('is sent in the end, however long each look takes', async () => {
    const { to, ended } = sleeper();
    const isOpen = (): boolean => {
      work(20);
      return false;
    };
    expect(await localHost.send('SIGTERM', to, { forbids: isOpen, halts: [] })).toBe(true);
    expect(await ended).toBe('SIGTERM');
  });
});

describe('a last look for which the recipients are halted', () => {
  test('is taken while they are halted; a signal that is kept back leaves them as they were', async () => {
    const { to, pid } = sleeper();
    const seen: (boolean | undefined)[] = [];
    const look = { forbids: () => seen.push(processFacts(pid)?.stopped) > 0, halts: [pid] };
    expect(await localHost.send('SIGTERM', to, look)).toBe(false);
    expect(seen).toEqual([true]);
    await soon(() => expect(processFacts(pid)).toMatchObject({ stopped: false }));
  });

  test('lets them notice the signal', async () => {
    const { to, pid, ended } = sleeper();
    expect(await localHost.send('SIGINT', to, { forbids: () => false, halts: [pid] })).toBe(true);
    expect(await ended).toBe('SIGINT');
  });

  test('lets them go on although whoever took it is killed at that moment', async () => {
    const { pid } = sleeper();
    const module = (name: string) => JSON.stringify(resolve(import.meta.dirname, `../../src/processes/${name}.ts`));
    const script = `
      import { localHost } from ${module('localHost')};
      import { identityOf } from ${module('processIdentity')};
      const to = { kind: 'processes', processes: [identityOf(${pid})] };
      const forbids = () => {
        process.stdout.write('halted');
        process.kill(process.pid, 'SIGKILL');
      };
      await localHost.send('SIGTERM', to, { forbids, halts: [${pid}] });
    `;
    const killed = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(killed).toMatchObject({ signal: 'SIGKILL', stdout: 'halted' });
    await soon(() => expect(processFacts(pid)).toMatchObject({ stopped: false }));
  });
});
