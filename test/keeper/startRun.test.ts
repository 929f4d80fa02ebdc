import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openRun } from '../../src/runs/runs.ts';
import { stateDirectory } from '../../src/runs/runDirectory.ts';
import { auditOf } from '../../src/runs/audit.ts';
import { currentKeeper } from '../../src/runs/keeperLock.ts';
import { hasStart } from '../../src/runs/queue/startFile.ts';
import { reviveKeeper } from '../../src/keeper/reviveKeeper.ts';
import { startRun } from '../../src/keeper/startRun.ts';
import { openRoom, until } from '../support/keeper/room.ts';
import { soon } from '../support/soon.ts';
import { errorMessage } from '../../src/words/errors.ts';
import { onLinux, skipUnless } from '../support/skipUnless.ts';

const room = openRoom();

async function ended(id: string): Promise<ReturnType<typeof openRun>> {
  await until(() => openRun(id).state === 'ended');
  return openRun(id);
}

describe('a training that is started', () => {
  test.each([0, 3])('ends with the exit status %i that it chose', async (status) => {
    const { id } = await room.start(`exit ${status}`);
    expect((await ended(id)).exit).toMatchObject({ code: status, signal: null });
  });

  test('ends with the signal that killed it', async () => {
    const { id } = await room.start('kill -9 $$');
    expect((await ended(id)).exit).toMatchObject({ code: null, signal: 'SIGKILL' });
  });

  test('leaves every byte of both its outputs in the log, in the order in which it wrote them', async () => {
    const program = `
      const { writeSync } = require('node:fs');
      for (let i = 0; i < 3000; i += 1) writeSync(i % 2 + 1, i + ' \\u00e9\\x07' + (i % 3 ? '\\n' : '\\r'));`;
    const { id, log } = await room.start([process.execPath, '-e', program]);
    await ended(id);
    const expected = Array.from({ length: 3000 }, (_, i) => `${i} \u00E9\u0007${i % 3 === 0 ? '\r' : '\n'}`).join('');
    expect(readFileSync(log, 'utf8')).toBe(expected);
  });

  test(
    'writes line by line even when it is a program that buffers files by the block',
    skipUnless('needs stdbuf', existsSync('/usr/bin/stdbuf')),
    async () => {
      const { log } = await room.start(['awk', 'BEGIN { print "first"; system("sleep 60") }']);
      await until(() => readFileSync(log, 'utf8') !== '');
      expect(readFileSync(log, 'utf8')).toBe('first\n');
    },
  );

  test('reads the text that was given for its standard input, and then its end', async () => {
    const text = `one two\n${'x'.repeat(200_000)}\n`;
    const { id, log } = await room.start(['cat'], { stdin: text });
    await ended(id);
    expect(readFileSync(log, 'utf8')).toBe(text);
    expect(readdirSync(dirname(log))).not.toContain('stdin');
  });

  test('reads nothing when no text was given', async () => {
    const { id, log } = await room.start('cat; echo done');
    await ended(id);
    expect(readFileSync(log, 'utf8')).toBe('done\n');
  });

  test('gets its arguments as they are, since no shell reads them', async () => {
    const words = ['a b', '$HOME', '*', '', '"', "'", '--', '-x', 'é\n'];
    const program = 'console.log(JSON.stringify(process.argv.slice(1)))';
    const { id, log } = await room.start([process.execPath, '-e', program, '--', ...words]);
    await ended(id);
    expect(JSON.parse(readFileSync(log, 'utf8'))).toEqual(words);
  });

  test('gets the environment of the one who starts it, what is added and the mark of its run, but nothing else of Node or Plateau', async () => {
    process.env['NODE_OPTIONS'] = '--no-warnings';
    process.env['NODE_RANK'] = '2';
    process.env['PLATEAU_TEST'] = '3';
    const { id, log } = await room.start(['env'], { environment: { ADDED: 'a=b' } });
    delete process.env['NODE_OPTIONS'];
    delete process.env['NODE_RANK'];
    delete process.env['PLATEAU_TEST'];
    await ended(id);
    const names = readFileSync(log, 'utf8').split('\n');
    expect(names).toEqual(expect.arrayContaining(['ADDED=a=b', 'PYTHONUNBUFFERED=1', 'NODE_RANK=2']));
    const ours = names.filter((line) => /^(NODE_(OPTIONS|ENV|PATH|CHANNEL_FD)|PLATEAU_)/.test(line));
    expect(ours.toSorted()).toEqual([`PLATEAU_RUN=${id}`, `PLATEAU_RUN_LOG=${log}`]);
  });

  test('leads a session and a group of its own, and holds no file but its input and the log', onLinux, async () => {
    const { training, log } = await room.start(['sleep', '60']);
    const pid = training?.pid ?? 0;
    await until(() => readFileSync(`/proc/${pid}/comm`, 'utf8') === 'sleep\n');
    const [, , group, session] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    expect([group, session]).toEqual([String(pid), String(pid)]);
    // `sleep` has its libraries open for a moment when it is started.
    await soon(() => {
      const files = readdirSync(`/proc/${pid}/fd`).map((file) => readlinkSync(`/proc/${pid}/fd/${file}`));
      expect(files).toEqual(['/dev/null', log, log]);
    });
  });

  test('keeps the file mode mask of the one who starts it', async () => {
    const before = process.umask(0o027);
    const { id, log } = await room.start('umask');
    process.umask(before);
    await ended(id);
    expect(readFileSync(log, 'utf8').trim()).toMatch(/^0?027$/);
  });

  test('has a directory that only its owner can look into', async () => {
    const { log } = await room.start(['sleep', '60']);
    const directory = dirname(log);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    const isLink = (name: string): boolean => lstatSync(join(directory, name)).isSymbolicLink();
    for (const file of readdirSync(directory).filter((name) => !isLink(name))) {
      expect([file, statSync(join(directory, file)).mode & 0o777]).toEqual([file, 0o600]);
    }
  });

  test('leaves no socket and no keeper when it has ended', async () => {
    const { id, keeper, socket } = await room.start('exit 0');
    await ended(id);
    await until(() => !existsSync(socket ?? '') && !isAlive(keeper?.pid ?? 0));
    expect(openRun(id).socket).toBeNull();
  });

  test('has an id of its own even when several start in the same second', async () => {
    const records = await Promise.all(['a', 'a', 'a'].map(async (name) => room.start('exit 0', { name })));
    expect(new Set(records.map(({ id }) => id)).size).toBe(3);
    expect(records[0]?.id).toMatch(/^\d{8}-\d{6}-a(-\d)?$/);
  });

  test('can be started with a state directory too deep for a unix socket', async () => {
    const before = process.env['XDG_STATE_HOME'];
    process.env['XDG_STATE_HOME'] = join(room.directory, 'deep'.repeat(20), 'deeper'.repeat(20));
    const record = await room.start(['sleep', '60']);
    expect(record.socket?.length).toBeLessThan(104);
    expect(statSync(record.socket ?? '').mode & 0o777).toBe(0o600);
    expect((await (await room.connect(record)).target())?.pid).toBe(record.training?.pid);
    process.env['XDG_STATE_HOME'] = before;
    rmSync(record.socket ?? '');
  });

  test('can be started from the sources, without a bundle', async () => {
    const { keeperProgram } = await import('../../src/keeper/startKeeper.ts');
    expect(basename(keeperProgram())).toBe('program.ts');
    const { id } = await room.start('exit 4', { keeperProgram: keeperProgram() });
    expect((await ended(id)).exit?.code).toBe(4);
  });
});

describe('a training that cannot be started', () => {
  const runs = (): number =>
    existsSync(join(stateDirectory(), 'runs')) ? readdirSync(join(stateDirectory(), 'runs')).length : 0;

  async function refused(command: readonly string[], cwd = room.directory): Promise<string> {
    const before = runs();
    const reason = await startRun({
      command,
      cwd,
      name: null,
      stdin: null,
      environment: {},
      keeperProgram: room.program(),
    }).then(
      () => 'it was started',
      (error: unknown) => errorMessage(error),
    );
    expect(runs()).toBe(before);
    return reason;
  }

  test('because its program is nowhere on PATH leaves nothing behind and says where it was looked for', async () => {
    expect(await refused(['darknett', 'detector'])).toBe(
      'The command "darknett" was not found in any directory of PATH: check its spelling, or write the path of the program (./darknett for one in the working directory).',
    );
  });

  test('because its path is wrong says so', async () => {
    expect(await refused(['./no/darknet'])).toBe(
      `The program ${room.directory}/no/darknet does not exist: check its spelling and the working directory (--cwd).`,
    );
  });

  test('because its program may not be executed says how to allow it', async () => {
    const script = join(room.directory, 'train.py');
    writeFileSync(script, 'print(1)\n', { mode: 0o600 });
    expect(await refused([script])).toBe(
      `${script} may not be executed: allow it with \`chmod +x ${script}\`, or put its interpreter in front, as in \`python3 ${script}\`.`,
    );
  });

  test('because the interpreter of its script is missing names that', async () => {
    const script = join(room.directory, 'script');
    writeFileSync(script, '#!/no/such/python\n');
    chmodSync(script, 0o700);
    expect(await refused([script])).toContain('/no/such/python, as its first line says, which does not exist');
  });

  test('because it is a directory says so', async () => {
    mkdirSync(join(room.directory, 'darknet'));
    expect(await refused(['./darknet'])).toContain('is a directory, not a program');
  });

  test('because its working directory is missing, or a file, says so', async () => {
    expect(await refused(['true'], join(room.directory, 'nowhere'))).toContain('nowhere does not exist');
    expect(await refused(['true'], room.program())).toContain('is not a directory');
  });

  test('because there is no command says where to write it', async () => {
    expect(await refused([])).toContain('write it after `--`');
  });

  test('because the system refuses to run it leaves a record that says so', async () => {
    const broken = join(room.directory, 'broken-python');
    // Python is not wrapped by stdbuf, so that it is the system itself that refuses these arguments.
    writeFileSync(broken, '#!/usr/bin/env python3\n');
    chmodSync(broken, 0o700);
    const tooLong = 'x'.repeat(200_000);
    await expect(room.start([broken, tooLong], { name: 'too-long' })).rejects.toThrow(/E2BIG/);
    expect(openRun('too-long')).toMatchObject({ state: 'failed-to-start', problem: expect.stringMatching(/E2BIG/) });
    // Nobody starts it again, neither its guard nor whoever looks.
    const retries = { max: 3, pause: 0 };
    await expect(room.start([broken, tooLong], { name: 'retried', retries })).rejects.toThrow(/E2BIG/);
    const { log } = openRun('retried');
    await until(() => currentKeeper(dirname(log)) === null);
    expect(hasStart(dirname(log))).toBe(false);
    expect(auditOf(dirname(log)).map(({ event }) => event)).toEqual(['failed-to-start', 'keeper-ended']);
    expect(await reviveKeeper(openRun('retried'), room.program())).toMatchObject({ state: 'failed-to-start' });
  });

  test('because its keeper dies at once is not started later, by whoever looks, either', async () => {
    const program = join(room.directory, 'dies.mjs');
    writeFileSync(program, `throw new Error('no such luck');`);
    const first = await room.start(['sleep', '60']);
    const asked = { name: 'unkept', after: { run: first.id, onlyOk: false }, keeperProgram: program };
    await expect(room.start('exit 0', asked)).rejects.toThrow('no such luck');
    const record = openRun('unkept');
    expect(record).toMatchObject({ state: 'failed-to-start', problem: expect.stringContaining('no such luck') });
    expect(hasStart(dirname(record.log))).toBe(false);
    expect(await reviveKeeper(record, room.program())).toBe(record);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
