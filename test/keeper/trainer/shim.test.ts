import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { processFacts } from '../../../src/processes/processes.ts';
import { currentKeeper } from '../../../src/runs/keeperLock.ts';
import type { RunRecord } from '../../../src/runs/runRecord.ts';
import { openRun } from '../../../src/runs/runs.ts';
import { openRoom, until } from '../../support/keeper/room.ts';
import { freshHome, plateauProgram } from '../../support/real/plateau.ts';
import { skipUnless } from '../../support/skipUnless.ts';

const room = openRoom();
const hasShim = spawnSync('setsid', ['--fork', '--wait', 'env', '--default-signal=INT', 'true']).status === 0;
const withShim = skipUnless('needs setsid of util-linux 2.28 and env of coreutils 8.31', hasShim);

/** What a trainer does at last, how its parent sees it, and how `plateau run` ends: with 30 where none was trained. */
const ends = [
  ['exits with 0', 'exit 0', { code: 0, signal: null }, 30],
  ['exits with 3', 'exit 3', { code: 3, signal: null }, 3],
  ['exits with 130', 'exit 130', { code: 130, signal: null }, 130],
  ['dies of SIGINT', 'kill -INT $$', { code: null, signal: 'SIGINT' }, 130],
  ['dies of SIGKILL', 'kill -KILL $$', { code: null, signal: 'SIGKILL' }, 137],
  ['crashes', 'kill -SEGV $$', { code: null, signal: 'SIGSEGV' }, 139],
] as const;

let number = 0;

/** A trainer that trains until the test says go, and then ends as it was told. */
function trainerThat(end: string): { readonly command: readonly string[]; readonly go: () => void } {
  number += 1;
  const file = join(room.directory, `go-${number}`);
  return {
    command: ['sh', '-c', `echo trains; while [ ! -e ${file} ]; do sleep 0.05; done; ${end}`],
    go: () => writeFileSync(file, ''),
  };
}

async function kill(pid: number | undefined): Promise<void> {
  if (pid === undefined || processFacts(pid) === null) return;
  process.kill(pid, 'SIGKILL');
  await until(() => processFacts(pid) === null);
}

async function killKeeper(record: RunRecord): Promise<void> {
  await kill(currentKeeper(dirname(record.log))?.pid);
}

describe('how a training ended outlives its keeper', withShim, () => {
  describe.each(ends)('when it %s', (_, end, exit, status) => {
    test('while nobody looks', async () => {
      const { command, go } = trainerThat(end);
      const record = await room.start(command);
      await killKeeper(record);
      go();
      await until(() => openRun(record.id).state === 'ended');
      expect(openRun(record.id).exit).toMatchObject(exit);
      expect((await room.connect(record)).exit()).toMatchObject(exit);
    });

    test('and is the exit status of `plateau run`', async () => {
      const { environment } = freshHome();
      const { command, go } = trainerThat(end);
      const run = runInBackground(command, environment);
      await until(() => logsIn(environment).includes('trains'));
      await kill(keepersIn(environment)[0]);
      go();
      expect(await run.status).toBe(status);
    });
  });

  test('while a screen waits, for which a new keeper takes over', async () => {
    const { command, go } = trainerThat('exit 3');
    const record = await room.start(command);
    const control = await room.connect(record);
    await killKeeper(record);
    await until(() => (currentKeeper(dirname(record.log))?.pid ?? null) !== null);
    go();
    await until(() => control.exit() !== null);
    expect(control.exit()).toMatchObject({ code: 3, signal: null });
  });

  test('at whatever moment its keeper is killed', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...ends),
        fc.nat(400),
        fc.nat(200),
        async ([, end, , status], moment, trains) => {
          const { environment, directory } = freshHome();
          const began = join(directory, 'began');
          const script = `echo trains; : >${began}; sleep ${trains / 1000}; ${end}`;
          const run = runInBackground(['sh', '-c', script], environment);
          await until(() => run.hasEnded() || keepersIn(environment).length > 0);
          await delay(moment);
          await Promise.all(keepersIn(environment).map(kill));
          const seen = await run.status;
          // One that is killed before it has started the training leaves nothing that could end.
          expect(seen).toBe(existsSync(began) ? status : 1);
        },
      ),
      { numRuns: 6 },
    );
  });
});

test('where nobody saw how it ended, that is unknown, and the exit status of `plateau run` says so', async () => {
  const { environment } = freshHome();
  const { command, go } = trainerThat('exit 0');
  const run = runInBackground(command, environment);
  await until(() => logsIn(environment).includes('trains'));
  const [keeper] = keepersIn(environment);
  for (const pid of childrenOf(keeper).filter((child) => processFacts(child)?.command.includes('setsid') === true)) {
    for (const waiting of [...childrenOf(pid), pid]) await kill(waiting);
  }
  await kill(keeper);
  go();
  expect(await run.status).toBe(125);
});

test('where setsid is killed, and the training before the shim can look, its end is unknown', withShim, async () => {
  const { training, shim, log } = await room.start(['sleep', '60']);
  const withAllBelow = (pid: number): readonly number[] => [pid, ...childrenOf(pid).flatMap(withAllBelow)];
  const parts = withAllBelow(shim!.pid);
  const isSetsid = (pid: number): boolean => processFacts(pid)?.command.startsWith('setsid') === true;
  const shells = parts.filter((pid) => pid !== training!.pid && !isSetsid(pid));
  for (const pid of shells) process.kill(pid, 'SIGSTOP');
  for (const pid of [parts.find(isSetsid)!, training!.pid]) process.kill(pid, 'SIGKILL');
  // Its new parent reaps it after a while; in a container perhaps never.
  const limit = performance.now() + 10_000;
  while (existsSync(`/proc/${training!.pid}`) && performance.now() < limit) await delay(20);
  for (const pid of shells) process.kill(pid, 'SIGCONT');
  await until(() => openRun(basename(dirname(log))).state === 'ended');
  expect(openRun(basename(dirname(log))).exit).toMatchObject({ code: null, signal: null });
});

describe('the shim of a training', withShim, () => {
  test('is not in its session, and holds neither its log nor a file of its keeper', async () => {
    const { training, shim, keeper, log } = await room.start(['sleep', '60']);
    for (const pid of [shim?.pid ?? 0, ...childrenOf(shim?.pid)]) {
      expect(processFacts(pid)?.group).not.toBe(training?.pid);
      expect(processFacts(pid)?.group).not.toBe(processFacts(keeper?.pid ?? 0)?.group);
      expect(filesOf(pid)).not.toContain(log);
      const shared = filesOf(keeper?.pid).filter((file) => filesOf(pid).includes(file));
      expect(shared.filter((file) => file !== '/dev/null' && !file.endsWith('/keeper.log'))).toEqual([]);
    }
  });

  test('takes no memory worth mentioning', async () => {
    const { shim } = await room.start(['sleep', '60']);
    const kilobytes = [shim?.pid ?? 0, ...childrenOf(shim?.pid)].map((pid) =>
      Number(/^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]),
    );
    expect(kilobytes).toHaveLength(2);
    expect(Math.max(...kilobytes)).toBeLessThan(1024);
  });

  test('hands exported functions of the shell on, and programs in directories with an equals sign', async () => {
    const environment = { 'BASH_FUNC_module%%': '() {  echo a module; }' };
    const { id, log } = await room.start(['env'], { environment });
    await until(() => openRun(id).state === 'ended');
    expect(readFileSync(log, 'utf8')).toContain('BASH_FUNC_module%%=() {  echo a module; }');
    writeFileSync(join(room.directory, 'lr=0.1'), '#!/bin/sh\necho trains\n', { mode: 0o755 });
    const other = await room.start([join(room.directory, 'lr=0.1')]);
    await until(() => openRun(other.id).state === 'ended');
    expect(readFileSync(other.log, 'utf8')).toBe('trains\n');
  });
});

/** `plateau run` without a terminal. */
function runInBackground(command: readonly string[], environment: Record<string, string>) {
  const run = spawn(process.execPath, [plateauProgram, 'run', '--', ...command], {
    env: environment,
    stdio: 'ignore',
  });
  let hasEnded = false;
  const status = new Promise<number | null>((resolve) => {
    run.on('close', (code) => {
      hasEnded = true;
      resolve(code);
    });
  });
  return { status, hasEnded: () => hasEnded };
}

function keepersIn(environment: Record<string, string>): number[] {
  return runsIn(environment).flatMap((directory) => currentKeeper(directory)?.pid ?? []);
}

function logsIn(environment: Record<string, string>): string {
  const logs = runsIn(environment).map((directory) => join(directory, 'output.log'));
  return logs.map((log) => (existsSync(log) ? readFileSync(log, 'utf8') : '')).join('');
}

function runsIn(environment: Record<string, string>): string[] {
  const runs = join(environment['XDG_STATE_HOME'] ?? '', 'plateau', 'runs');
  return existsSync(runs) ? readdirSync(runs).map((id) => join(runs, id)) : [];
}

function filesOf(pid = 0): string[] {
  return readdirSync(`/proc/${pid}/fd`).map((file) => readlinkSync(`/proc/${pid}/fd/${file}`));
}

function childrenOf(pid = 0): number[] {
  const path = `/proc/${pid}/task/${pid}/children`;
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return text.split(' ').filter(Boolean).map(Number);
}
