import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import type { TrainingControl } from '../../src/stopping/control.ts';
import { processFacts, processLinks } from '../../src/processes/processes.ts';
import { identityOf } from '../../src/processes/processIdentity.ts';
import { describeWriter } from '../../src/sources/describeWriter.ts';
import { type FoundProcess, foundReach } from '../../src/stopping/driver/foundReach.ts';
import { openViewStop } from '../../src/stopping/driver/viewStop.ts';
import { findWriter, type Writer } from '../../src/sources/writer.ts';
import { asRoot, onLinux } from '../support/skipUnless.ts';
import { processesOfGroup } from '../support/processes/processesOfGroup.ts';

const groups: number[] = [];

afterEach(() => {
  for (const group of groups.splice(0)) {
    try {
      process.kill(-group, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
});

function freshLog(): string {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-watching-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'train.log');
}

/** Starts a command line in a group of its own, as an interactive shell would. */
function start(script: string, options: { uid?: number; stdout?: number } = {}): number {
  const { stdout = null, ...rest } = options;
  const child = spawn('sh', ['-c', script], {
    ...rest,
    detached: true,
    stdio: ['ignore', stdout ?? 'ignore', 'ignore'],
  });
  groups.push(child.pid!);
  return child.pid!;
}

async function until<Value>(look: () => Value | Promise<Value>, isWanted: (value: Value) => boolean): Promise<Value> {
  for (;;) {
    const value = await look();
    if (isWanted(value)) return value;
    await delay(20);
  }
}

/** The writer of a log, once there is one that is wanted. */
async function writerOf(log: string, isWanted: (writer: Writer) => boolean = () => true): Promise<Writer> {
  const found = await until(
    () => findWriter(log),
    (writer) => 'identity' in writer && isWanted(writer),
  );
  if (!('identity' in found)) throw new Error(found.reason);
  return found;
}

async function said(log: string, text: string): Promise<void> {
  const read = () => {
    try {
      return readFileSync(log, 'utf8');
    } catch {
      return '';
    }
  };
  await until(read, (all) => all.includes(text));
}

async function control(found: FoundProcess): Promise<TrainingControl> {
  const { control: opened } = await openViewStop(foundReach(found, { lookEvery: 0.05 }), () => null);
  onTestFinished(() => opened.close());
  return opened;
}

describe('watching a log that somebody else writes', onLinux, () => {
  test('finds the process that writes it, with its command, user and start time, and stops it with SIGINT', async () => {
    const log = freshLog();
    const pid = start(`exec sh -c 'trap "echo saved; exit 3" INT; echo ready; while :; do sleep 0.05; done' > ${log}`);
    await said(log, 'ready');
    const writer = await writerOf(log);
    expect(writer).toMatchObject({ identity: identityOf(pid), user: userInfo().username, ignoresInterrupt: false });
    expect(Math.abs((writer.since ?? 0) - Date.now() / 1000)).toBeLessThan(30);
    expect(describeWriter({ pid, ...writer }, (writer.since ?? 0) + 5)).toMatch(
      new RegExp(`^Written by process ${pid} of ${userInfo().username}, for 5 s: sh -c trap`),
    );
    const opened = await control(writer);
    expect(await opened.target()).toMatchObject({ pid, processGroup: pid });
    await opened.signal('SIGINT');
    await until(opened.exit, (exit) => exit !== null);
    expect(opened.exit()).toMatchObject({ code: null, signal: null, left: [] });
    expect(readFileSync(log, 'utf8')).toContain('saved');
    await expect(opened.signal('SIGTERM')).rejects.toThrow('nothing of the training runs any more');
  });

  test('takes the topmost of a launcher and its workers, and its group when nothing else is in it', async () => {
    const log = freshLog();
    const pid = start(`sh -c 'sleep 60 & sleep 60; wait' & echo ready; wait`, { stdout: openLog(log) });
    await until(
      () => processesOfGroup(pid).length,
      (count) => count === 4,
    );
    const writer = await writerOf(log);
    expect(writer.identity.pid).toBe(pid);
    const opened = await control(writer);
    expect(await opened.target()).toMatchObject({ processes: 4 });
    expect(opened.ladder().note).toBeNull();
    await opened.signal('SIGINT', { wait: 0.05 });
    // Jobs that a script puts into the background ignore SIGINT.
    await until(
      () => opened.ladder().allowed,
      (allowed) => allowed.includes('SIGTERM'),
    );
    await opened.signal('SIGTERM', { wait: 0.05 });
    await until(opened.exit, (exit) => exit?.left.length === 0);
    expect(processesOfGroup(pid)).toEqual([]);
  });

  test('takes what writes into `tee`, and spares `tee`, so that the last lines arrive', async () => {
    const log = freshLog();
    const pid = start(
      `sh -c 'trap "sleep 0.2; echo saved; exit 3" INT; echo ready; while :; do sleep 0.05; done' 2>&1 | tee ${log} > /dev/null`,
    );
    await said(log, 'ready');
    const writer = await writerOf(log);
    expect(writer.command).toMatch(/^sh -c trap/);
    expect(writer.carriers.map((each) => processFacts(each.pid)?.command)).toEqual([`tee ${log}`]);
    const opened = await control(writer);
    expect(opened.ladder().note).toContain(`alone, because its process group ${pid} has others too`);
    await opened.signal('SIGINT');
    await until(opened.exit, (exit) => exit !== null);
    await said(log, 'saved');
  });

  test('says that a background job of a script ignores SIGINT, and stops it with SIGTERM', async () => {
    const log = freshLog();
    const shell = start(`sleep 60 > ${log} & echo; wait`);
    const writer = await writerOf(log, ({ command }) => command === 'sleep 60');
    expect(writer.ignoresInterrupt).toBe(true);
    expect(describeWriter({ pid: writer.identity.pid, ...writer }, 0)).toContain('it ignores SIGINT');
    const opened = await control(writer);
    expect(await opened.target()).toMatchObject({ ignoresInterrupt: true, processes: 1 });
    await expect(opened.signal('SIGINT')).rejects.toThrow('the training ignores it');
    await opened.signal('SIGTERM');
    await until(opened.exit, (exit) => exit !== null);
    expect(processFacts(writer.identity.pid)).toBeNull();
    // The shell that started it was not meant.
    await until(
      () => processFacts(shell),
      (facts) => facts === null,
    );
  });

  test('reaches the descendants of a process that leads no group, and nobody else in it', async () => {
    const log = freshLog();
    const group = start(`sleep 61 & (trap "" INT; exec sh -c 'sleep 62 & wait' > ${log}) & wait`);
    await until(
      () => processesOfGroup(group).filter(({ command }) => command.startsWith('sleep')).length,
      (count) => count === 2,
    );
    const writer = await writerOf(log);
    const opened = await control(writer);
    await opened.signal('SIGTERM', { wait: 0.05 });
    await until(opened.exit, (exit) => exit?.left.length === 0);
    expect(processesOfGroup(group).map(({ command }) => command)).toContain('sleep 61');
    expect(processesOfGroup(group).map(({ command }) => command)).not.toContain('sleep 62');
  });

  test('pauses and continues it, and knows for how long', async () => {
    const log = freshLog();
    start(`exec sleep 60 > ${log}`);
    const opened = await control(await writerOf(log, ({ command }) => command === 'sleep 60'));
    await opened.pause();
    expect(opened.paused()).toBe(true);
    await expect(opened.pause()).rejects.toThrow('already paused');
    await opened.resume();
    expect(opened.paused()).toBe(false);
    expect(opened.pauses()).toMatchObject([{ to: expect.any(Number) }]);
  });

  test('lets a paused training notice the signal', async () => {
    const log = freshLog();
    start(`exec sleep 60 > ${log}`);
    const opened = await control(await writerOf(log, ({ command }) => command === 'sleep 60'));
    await opened.pause();
    await opened.signal('SIGINT');
    expect(await until(opened.exit, (exit) => exit !== null)).toMatchObject({ left: [] });
  });

  test('refuses a process whose number was given to another since', async () => {
    const log = freshLog();
    const pid = start(`exec sleep 60 > ${log}`);
    const { identity } = await writerOf(log, ({ command }) => command === 'sleep 60');
    const opened = await control({ identity: { ...identity, startTime: (identity.startTime ?? 0) - 1 } });
    expect(await opened.target()).toBeNull();
    await expect(opened.signal('SIGINT')).rejects.toThrow('SIGINT was not sent');
    expect(processFacts(pid)?.command).toBe('sleep 60');
  });

  test("refuses another user's process, also where the system would let it", asRoot, async () => {
    const log = freshLog();
    const pid = start('exec sleep 60', { uid: 65_534, stdout: openLog(log) });
    const writer = await writerOf(log, ({ command }) => command === 'sleep 60');
    expect(writer.user).toBe('nobody');
    const opened = await control(writer);
    await expect(opened.signal('SIGINT')).rejects.toThrow(
      `process ${pid} runs as nobody, not as root; only nobody should stop it.`,
    );
    await expect(opened.pause()).rejects.toThrow('only nobody should stop it');
    expect(processFacts(pid)).not.toBeNull();
  });

  test('refuses the very shell that this monitor was started from', async () => {
    const opened = await control({ identity: identityOf(process.ppid) });
    await expect(opened.signal('SIGINT')).rejects.toThrow('started this monitor itself');
  });

  test('says in a sentence that nobody writes it', async () => {
    const log = freshLog();
    closeSync(openSync(log, 'w'));
    const reader = openSync(log, 'r');
    onTestFinished(() => closeSync(reader));
    expect(await findWriter(log)).toEqual({
      reason: expect.stringContaining(`has ${log} open for writing`),
      isNobody: true,
    });
  });

  test('names the files of the program below a shell, not of the shell', async () => {
    const log = freshLog();
    start(`sh -c 'sleep 60; echo'`, { stdout: openLog(log) });
    await until(() => processLinks().some(({ pid }) => processFacts(pid)?.command === 'sleep 60'), Boolean);
    const writer = await writerOf(log, ({ started }) => started?.command[0] === 'sleep');
    expect(writer.started).toEqual({ command: ['sleep', '60'], cwd: process.cwd() });
  });
});

function openLog(path: string): number {
  const descriptor = openSync(path, 'a', 0o666);
  onTestFinished(() => closeSync(descriptor));
  return descriptor;
}
