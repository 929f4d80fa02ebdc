import { spawn } from 'node:child_process';
import process from 'node:process';
import { describe, expect, onTestFinished, test } from 'vitest';
import { localHost } from '../../src/processes/localHost.ts';
import { identityOf } from '../../src/processes/processIdentity.ts';

function sleeper() {
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  return { to: { kind: 'processes', processes: [identityOf(child.pid!)] }, pid: child.pid!, ended } as const;
}

/** Takes a processor for so many milliseconds. */
function work(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end;);
}

describe('a signal that is not to be sent where a last look says so', () => {
  test('is sent where it says no', async () => {
    const { to, ended } = sleeper();
    expect(await localHost.send('SIGTERM', to, () => false)).toBe(true);
    expect(await ended).toBe('SIGTERM');
  });

  test('is not sent where it says yes', async () => {
    const { to, pid } = sleeper();
    expect(await localHost.send('SIGTERM', to, () => true)).toBe(false);
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
    expect(await localHost.send('SIGTERM', to, isOpen)).toBe(false);
    expect(process.kill(pid, 0)).toBe(true);
  });

  test('is sent in the end, however long each look takes', async () => {
    const { to, ended } = sleeper();
    const isOpen = (): boolean => {
      work(20);
      return false;
    };
    expect(await localHost.send('SIGTERM', to, isOpen)).toBe(true);
    expect(await ended).toBe('SIGTERM');
  });
});
