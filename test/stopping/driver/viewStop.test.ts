import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { processFacts } from '../../../src/processes/processes.ts';
import { identityOf } from '../../../src/processes/processIdentity.ts';
import { fileSource } from '../../../src/log/files/fileSource.ts';
import { circumstancesOf } from '../../../src/monitor/circumstances.ts';
import { openMonitor } from '../../../src/monitor/openMonitor.ts';
import { foundReach } from '../../../src/stopping/driver/foundReach.ts';
import { openViewStop } from '../../../src/stopping/driver/viewStop.ts';
import { onLinux } from '../../support/skipUnless.ts';

const soon = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 20 });
const lines = readFileSync('fixtures/demo/healthy.log', 'utf8').split('\n');

/** A Darknet log that is read up to a line, and a process that is to be stopped. */
async function watching(upTo: number) {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-plan-'));
  const log = join(directory, 'train.log');
  const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
  const write = (from: number, to: number) => appendFileSync(log, `${lines.slice(from, to).join('\n')}\n`);
  writeFileSync(log, '');
  write(0, upTo);
  const reach = foundReach({ identity: identityOf(child.pid!) }, { lookEvery: 0.05 });
  const stop = await openViewStop(reach, () => monitor.trainer()?.habits ?? null);
  const monitor = await openMonitor(fileSource(log), circumstancesOf(null), { onEvent: stop.onEvent });
  monitor.subscribe(stop.onRead);
  onTestFinished(() => {
    monitor.close();
    stop.control.close();
    child.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  });
  await soon(() => expect(monitor.caughtUp()).toBe(true));
  return { control: stop.control, pid: child.pid!, write, monitor };
}

const save = lines.findIndex((line) => /Saving weights to .*_last\.weights/.test(line));
const nextStep = lines.findIndex((line, index) => index > save && /^ ?\d+: /.test(line));

describe('a stop after the next save of a training that somebody else started', onLinux, () => {
  test('waits for the save that is announced and for the step after it, then sends SIGINT', async () => {
    const { control, pid, write } = await watching(save);
    await control.arm({ when: 'checkpoint' });
    expect(control.armed()).toMatchObject({
      stage: 'checkpoint',
      note: expect.stringContaining('only while this screen is open'),
    });
    write(save, save + 1);
    await soon(() => expect(control.armed()).toMatchObject({ stage: 'safe-moment' }));
    expect(processFacts(pid)).not.toBeNull();
    write(save + 1, nextStep + 1);
    await soon(() => expect(control.exit()).not.toBeNull());
    expect(control.ladder().sent).toMatchObject([{ signal: 'SIGINT' }]);
    expect(control.armed()).toBeNull();
  });

  test('can be called off, and a save then stops nothing', async () => {
    const { control, pid, write, monitor } = await watching(save);
    await control.arm({ when: 'checkpoint' });
    await control.cancel();
    const { version } = monitor;
    const before = version();
    write(save, nextStep + 1);
    await soon(() => expect(version()).toBeGreaterThan(before));
    expect(control.armed()).toBeNull();
    expect(processFacts(pid)).not.toBeNull();
    await expect(control.cancel()).rejects.toThrow('There is no stop to cancel.');
  });

  test('does not wait longer than it was told', async () => {
    const { control } = await watching(save);
    await control.arm({ when: 'checkpoint', within: 0.1 });
    await soon(() => expect(control.exit()).not.toBeNull());
  });

  test('is all that can be planned: auto-stop needs somebody who stays', async () => {
    const { control } = await watching(save);
    await expect(control.arm({ when: 'advice' })).rejects.toThrow('only `plateau run` leaves a keeper behind');
  });
});
