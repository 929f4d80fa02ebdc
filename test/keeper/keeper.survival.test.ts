import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { spawn as spawnInTerminal } from '@lydell/node-pty';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunRecord } from '../../src/runs/runRecord.ts';
import { processFacts } from '../../src/processes/processes.ts';
import { listRuns, openRun } from '../../src/runs/runs.ts';
import { openRoom, until } from '../support/keeper/room.ts';
import { isInstalled, needs } from '../support/real/programs.ts';
import { onLinux } from '../support/skipUnless.ts';

const room = openRoom();
const hasTmux = isInstalled('tmux');
const starter = resolve('test/support/keeper/starter.ts');
const tmux = ['-L', `plateau-test-${process.pid}`, '-f', '/dev/null'];
let number = 0;

/**
 * A trainer that writes a first line, waits for a file, and writes a last one: so that a test decides when it goes on.
 */
function patientTrainer(): { readonly command: readonly string[]; readonly go: () => void } {
  number += 1;
  const file = join(room.directory, `go-${number}`);
  return {
    command: ['sh', '-c', `echo first; while [ ! -e ${file} ]; do sleep 0.05; done; echo last`],
    go: () => {
      writeFileSync(file, '');
    },
  };
}

function starterWords(command: readonly string[]): readonly string[] {
  return [process.execPath, starter, room.program(), ...command];
}

async function startedRun(known: number): Promise<RunRecord> {
  await until(() => listRuns().runs.length > known && openRun(null).state === 'running');
  const record = openRun(null);
  room.endLater(record);
  return record;
}

async function reachesItsEnd(record: RunRecord, go: () => void): Promise<void> {
  go();
  await until(() => openRun(record.id).state === 'ended');
  expect(readFileSync(record.log, 'utf8')).toBe('first\nlast\n');
}

describe('a training outlives', () => {
  let known = 0;
  beforeEach(() => {
    known = listRuns().runs.length;
  });

  test('the SIGKILL of its keeper', async () => {
    const { command, go } = patientTrainer();
    const record = await room.start(command);
    process.kill(record.keeper?.pid ?? 0, 'SIGKILL');
    await until(() => processFacts(record.keeper?.pid ?? 0) === null);
    expect(openRun(record.id).state).toBe('running');
    await reachesItsEnd(record, go);
    expect(openRun(record.id).exit).toMatchObject({ code: 0, signal: null });
  });

  test('the SIGTERM of its keeper', async () => {
    const { command, go } = patientTrainer();
    const record = await room.start(command);
    process.kill(record.keeper?.pid ?? 0, 'SIGTERM');
    await until(() => processFacts(record.keeper?.pid ?? 0) === null);
    expect(existsSync(record.socket ?? '')).toBe(false);
    await reachesItsEnd(record, go);
  });

  test('the SIGKILL of the whole group of the one who started it, with its keeper', async () => {
    const { command, go } = patientTrainer();
    const [file = '', ...words] = starterWords(command);
    const monitor = spawn(file, words, { detached: true, stdio: 'ignore' });
    const record = await startedRun(known);
    process.kill(-(monitor.pid ?? Number.NaN), 'SIGKILL');
    await reachesItsEnd(record, go);
    expect(openRun(record.id).exit).toMatchObject({ code: 0, signal: null });
  });

  test('five ^C in its terminal, and then the closing of that', async () => {
    const { command, go } = patientTrainer();
    const [file = '', ...words] = starterWords(command);
    const terminal = spawnInTerminal(file, [...words], {});
    const record = await startedRun(known);
    terminal.write('\u0003\u0003\u0003\u0003\u0003');
    terminal.kill('SIGHUP');
    await until(() => processFacts(terminal.pid) === null);
    await reachesItsEnd(record, go);
    expect(openRun(record.id).exit).toMatchObject({ code: 0, signal: null });
  });

  test('the end of the tmux server it was started in', needs('tmux'), async () => {
    const { command, go } = patientTrainer();
    const [file = '', ...words] = starterWords(command);
    execFileSync('tmux', [...tmux, 'new-session', '-d', file, ...words]);
    const record = await startedRun(known);
    execFileSync('tmux', [...tmux, 'kill-server']);
    await reachesItsEnd(record, go);
    expect(openRun(record.id).exit).toMatchObject({ code: 0, signal: null });
  });

  afterAll(() => {
    if (hasTmux) {
      spawn('tmux', [...tmux, 'kill-server'], { stdio: 'ignore' });
    }
  });
});

describe('a training inherits nothing of the one who started it', onLinux, () => {
  let known = 0;
  beforeEach(() => {
    known = listRuns().runs.length;
  });

  test('not that it ignores SIGINT, as background jobs of scripts do', async () => {
    const { command } = patientTrainer();
    const background = spawn('sh', ['-c', '"$@" & wait', 'sh', ...starterWords(command)], { stdio: 'ignore' });
    const record = await startedRun(known);
    const masks = /^SigIgn:\s*(\S+)/m.exec(readFileSync(`/proc/${record.training?.pid}/status`, 'utf8'))?.[1];
    expect(masks).toBe('0000000000000000');
    expect(await (await room.connect(record)).target()).toMatchObject({ ignoresInterrupt: false });
    await endMonitor(background.pid);
  });

  test('not the files that it held open, a lock for example', async () => {
    const { command } = patientTrainer();
    const lock = join(room.directory, 'lock');
    const holding = spawn('sh', ['-c', 'exec 9>"$0"; "$@" & wait', lock, ...starterWords(command)], {
      stdio: 'ignore',
    });
    const record = await startedRun(known);
    for (const pid of [record.training?.pid, record.keeper?.pid]) {
      const files = readdirSync(`/proc/${pid}/fd`).map((file) => readlinkSync(`/proc/${pid}/fd/${file}`));
      expect(files).not.toContain(lock);
    }
    await endMonitor(holding.pid);
  });
});

/** Ends a shell by ending the starter in its background, for which it waits. */
async function endMonitor(shell = 0): Promise<void> {
  process.kill(Number(readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8')), 'SIGKILL');
  await until(() => processFacts(shell) === null);
}
