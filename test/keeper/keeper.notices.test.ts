import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { hasKeptNotices } from '../../src/notices/keptNotices.ts';
import type { AskedNotices, RunRecord } from '../../src/runs/runRecord.ts';
import { currentKeeper } from '../../src/runs/keeperLock.ts';
import { processFacts } from '../../src/processes/processes.ts';
import { readRecord } from '../../src/runs/runRecord.ts';
import { openRun } from '../../src/runs/runs.ts';
import { freshHome, plateau, plateauProgram, recordsIn } from '../support/real/plateau.ts';
import { openRoom, until } from '../support/keeper/room.ts';
import { spokenTrainer } from '../support/keeper/spokenTrainer.ts';
import { serve } from '../support/notices/serve.ts';

const room = openRoom();
let number = 0;

/** A notify command that appends what it is told to a file, a line each, and the way to read it. */
function teller(directory: string) {
  number += 1;
  const told = join(directory, `told-${number}`);
  const program = join(directory, `tell-${number}.sh`);
  writeFileSync(
    program,
    `#!/bin/sh\necho "$PLATEAU_KIND|$PLATEAU_VERDICT|$PLATEAU_ACTION|$PLATEAU_URGENCY|$PLATEAU_RUN|$1" >>'${told}'\n`,
    { mode: 0o700 },
  );
  return {
    program,
    lines: (): readonly string[] => (existsSync(told) ? readFileSync(told, 'utf8').trim().split('\n') : []),
  };
}

function asked(program: string): AskedNotices {
  return { command: [program], cwd: room.directory, webhooks: [] };
}

const inDirectory = (record: RunRecord): string => dirname(record.log);
const isKept = (record: RunRecord): boolean => currentKeeper(inDirectory(record)) !== null;

/** Its keeper has read what was there: it says so in status.json. */
async function read(record: RunRecord): Promise<void> {
  await until(() => existsSync(join(inDirectory(record), 'status.json')));
}

async function killKeeper(record: RunRecord): Promise<void> {
  const pid = currentKeeper(inDirectory(record))?.pid ?? Number.NaN;
  process.kill(pid, 'SIGKILL');
  await until(() => processFacts(pid) === null);
}

describe('a keeper that was asked to tell', () => {
  test('tells of each change and of the end, once, with nobody looking, and goes after that', async () => {
    const { program, lines } = teller(room.directory);
    const trainer = spokenTrainer(room.directory);
    trainer.trains(1, 20);
    const record = await room.start(trainer.command, { name: 'shapes', notices: asked(program) });
    await read(record);
    expect(lines()).toEqual([]);
    trainer.trains(21, 30, '-nan');
    await until(() => lines().length > 0);
    process.kill(record.training?.pid ?? Number.NaN, 'SIGKILL');
    await until(() => !isKept(record));
    expect(lines()).toEqual([
      expect.stringMatching(new RegExp(`^verdict\\|diverged\\|stop\\|high\\|${record.id}\\|shapes: DIVERGED, STOP: `)),
      expect.stringMatching(/^end\|diverged\|stop\|high\|.*\|shapes: ended by SIGKILL: DIVERGED: /),
    ]);
  });

  test('tells of a training that failed before its log could be looked at', async () => {
    const { program, lines } = teller(room.directory);
    const record = await room.start('exit 3', { notices: asked(program) });
    await until(() => !isKept(record));
    expect(lines()).toEqual([expect.stringMatching(/^end\|failed\|.*sh: ended with exit status 3: FAILED: /)]);
  });

  test('tells of a stop', async () => {
    const { program, lines } = teller(room.directory);
    const record = await room.start(['sleep', '60'], { notices: asked(program) });
    await read(record);
    await (await room.connect(record)).signal('SIGINT');
    await until(() => !isKept(record));
    expect(lines().map((line) => line.split('|')[0])).toEqual(['stop', 'end']);
    expect(lines()[0]).toContain('sleep: SIGINT was sent to stop it');
  });

  test('tells of a run that waited and never starts: cancelled, or not to be started', async () => {
    const { program, lines } = teller(room.directory);
    const first = await room.start(['sleep', '60']);
    const after = { after: { run: first.id, onlyOk: false }, notices: asked(program) };
    const cancelled = await room.start('exit 0', { ...after, name: 'fold2' });
    await room.stop(cancelled, {});
    await until(() => !isKept(cancelled));
    const gone = await room.start('exit 0', { ...after, name: 'fold3' });
    rmSync(join(inDirectory(gone), 'start.json'));
    await room.stop(first, {});
    await until(() => openRun(gone.id).state === 'failed-to-start' && !isKept(gone));
    expect(lines()).toEqual([
      `cancelled|warming-up|continue|high|${cancelled.id}|fold2: cancelled: It was cancelled by a test while it waited.`,
      expect.stringMatching(/^cancelled\|.*\|fold3: not started: /),
    ]);
  });

  test('tells of another attempt, once, however many keepers see it', async () => {
    const { program, lines } = teller(room.directory);
    const first = await room.start(`echo 'CUDA error: unspecified launch failure'; exit 1`, {
      name: 'shapes',
      notices: asked(program),
      retries: { max: 1, pause: 600 },
    });
    await until(() => (openRun(first.id).retry?.run ?? null) !== null);
    const second = openRun(openRun(first.id).retry!.run);
    const attempts = (): readonly string[] => lines().filter((line) => line.startsWith('attempt'));
    await until(() => attempts().length > 0);
    // What was sent, but is not noted as sent yet, is sent once more.
    await until(() => !hasKeptNotices(inDirectory(second)));
    await killKeeper(second);
    await until(() => isKept(second));
    await room.stop(second, {});
    await until(() => !isKept(second));
    expect(attempts()).toEqual([
      `attempt|warming-up|continue|normal|${second.id}|shapes: attempt 2 of at most 2, in place of ${first.id} (a CUDA error: CUDA error: unspecified launch failure), and starts as before, from its beginning`,
    ]);
    expect(lines().at(-1)).toContain('cancelled');
  });

  test('runs the command where it was asked for, which finds it by a relative path', async () => {
    const { program, lines } = teller(room.directory);
    const record = await room.start('exit 0', {
      cwd: '/',
      notices: asked(`./${program.slice(room.directory.length + 1)}`),
    });
    await until(() => lines().length > 0);
    await until(() => !isKept(record));
    expect(lines()).toHaveLength(1);
  });

  test('keeps status.json up to date meanwhile', async () => {
    const { program } = teller(room.directory);
    const trainer = spokenTrainer(room.directory);
    trainer.trains(1, 20);
    const record = await room.start(trainer.command, { notices: asked(program) });
    await read(record);
    trainer.trains(21, 40);
    await until(() => readFileSync(join(inDirectory(record), 'status.json'), 'utf8').includes('"at":40'));
  });

  test('is followed in that by the keeper that adopts its training', async () => {
    const { program, lines } = teller(room.directory);
    const trainer = spokenTrainer(room.directory);
    trainer.trains(1, 20);
    const record = await room.start(trainer.command, { notices: asked(program) });
    await read(record);
    await killKeeper(record);
    const before = statSync(join(inDirectory(record), 'status.json')).mtimeMs;
    const control = await room.connect(record);
    await until(() => statSync(join(inDirectory(record), 'status.json')).mtimeMs > before);
    trainer.trains(21, 30, '-nan');
    await until(() => lines().length > 0);
    await control.signal('SIGINT');
    await until(() => !isKept(record));
    expect(lines().map((line) => line.split('|').slice(0, 2).join(' '))).toEqual([
      'verdict diverged',
      'stop diverged',
      'end diverged',
    ]);
  });

  test('is followed by another when it is killed, although nobody looks and no stop is planned', async () => {
    const { program, lines } = teller(room.directory);
    const trainer = spokenTrainer(room.directory);
    trainer.trains(1, 20);
    const record = await room.start(trainer.command, { notices: asked(program) });
    await read(record);
    await killKeeper(record);
    await until(() => isKept(record));
    process.kill(record.training?.pid ?? Number.NaN, 'SIGKILL');
    await until(() => lines().length > 0);
    await until(() => !isKept(record));
    expect(lines()).toEqual([expect.stringMatching(/^end\|/)]);
  });

  test('does not tell what a view that was asked as well has told, nor the other way round', async () => {
    const { environment, directory } = freshHome();
    const { program, lines } = teller(directory);
    const trainer = spokenTrainer(directory);
    trainer.trains(1, 20);
    const flags = ['--notify-command', program];
    plateau(['run', '--detach', '--name', 'demo', ...flags, '--', ...trainer.command], environment);
    const views = Array.from({ length: 2 }, () =>
      spawn(process.execPath, [plateauProgram, 'attach', 'demo', ...flags], {
        env: environment,
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
    const ended = Promise.all(views.map(async (view) => once(view, 'exit')));
    await Promise.all(views.map(async (view) => once(view.stdout, 'data')));
    trainer.trains(21, 30, '-nan');
    await until(() => lines().length > 0);
    expect(plateau(['stop', 'demo'], environment).status).toBe(0);
    await ended;
    // What is told last may be written down before what was told before it: both are programs that run at once.
    const [record] = recordsIn(environment);
    await until(() => !isKept(record!));
    expect(lines()).toHaveLength(3);
    expect(new Set(lines().map((line) => line.split('|')[0]))).toEqual(new Set(['verdict', 'stop', 'end']));
  });

  test('posts to a service that is down at first once it is back', async () => {
    const posted: unknown[] = [];
    const server = createServer();
    server.on('request', async (request: IncomingMessage, response: ServerResponse) => {
      posted.push(JSON.parse(await text(request)));
      response.end();
    });
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : null;
    let tries = 0;
    server.on('connection', (socket) => {
      tries += 1;
      if (tries < 3) {
        socket.destroy();
      }
    });
    const record = await room.start('exit 3', {
      notices: { command: null, cwd: '/', webhooks: [`json+http://127.0.0.1:${port}/hook`] },
    });
    await until(() => !isKept(record));
    expect(tries).toBe(3);
    expect(posted).toEqual([expect.objectContaining({ run: record.id, kind: 'end', verdict: 'failed' })]);
  });

  test('carries a planned stop out, and records the end, while a notice hangs', async () => {
    const trainer = spokenTrainer(room.directory);
    trainer.trains(1, 20);
    const record = await room.start(trainer.command, {
      notices: { command: ['sh', '-c', 'sleep 600'], cwd: '/', webhooks: [] },
      plan: { when: 'advice', preset: 'balanced' },
    });
    await read(record);
    trainer.trains(21, 30, '-nan');
    await until(() => readRecord(inDirectory(record)).state === 'ended');
    expect(readRecord(inDirectory(record)).exit).toMatchObject({ signal: 'SIGINT' });
    await until(() => existsSync(join(inDirectory(record), 'notices', 'end')));
    expect(isKept(record)).toBe(true);
  });

  test('says in its log why a notice did not arrive', async () => {
    const record = await room.start('exit 0', { notices: asked('/no/such/program') });
    await until(() => !isKept(record));
    expect(readFileSync(join(inDirectory(record), 'events.log'), 'utf8')).toMatch(
      /"untold","problem":"The notify command \/no\/such\/program failed \(there is no such program\)/,
    );
  });

  test('keeps what was asked to its owner', async () => {
    const { program } = teller(room.directory);
    const told = await room.start(['sleep', '60'], { notices: asked(program) });
    await read(told);
    expect(statSync(join(inDirectory(told), 'run.json')).mode & 0o777).toBe(0o600);
  });
});

describe('`plateau run`', () => {
  test('leaves the telling to the keeper, and ends after the end was told', () => {
    const { environment, directory } = freshHome();
    const { program, lines } = teller(directory);
    const { status } = plateau(['run', '--notify-command', program, '--', 'sh', '-c', 'exit 3'], environment);
    expect(status).toBe(3);
    expect(lines()).toHaveLength(1);
  });

  test('says what did not arrive', () => {
    const { environment } = freshHome();
    const { stderr } = plateau(['run', '--notify-command', 'false', '--', 'true'], environment);
    expect(stderr).toContain('The notify command false failed (exit status 1).');
  });

  test('starts nothing where the notify command does not exist', () => {
    const { environment } = freshHome();
    const result = plateau(['run', '--detach', '--notify-command', 'no-such-program', '--', 'true'], environment);
    expect(result.status).not.toBe(0);
    expect(result.stderr).toMatch(/--notify-command: The command "no-such-program" was not found/);
    expect(plateau(['runs', '--json'], environment).stdout.trim()).toBe('[]');
  });
});

describe('the last notice, whose keeper is killed while it is on its way', () => {
  test('is sent once by the next keeper, which the guard starts', async () => {
    const { address, posted } = await serve(null, 200);
    const record = await room.start('exit 3', { notices: webhookAt(address) });
    await until(() => posted.length === 1);
    await killKeeper(record);
    await until(() => posted.length === 2);
    await until(() => readdirSync(join(inDirectory(record), 'outbox')).length === 0 && !isKept(record));
    expect(posted.map(({ body }) => JSON.parse(body))).toEqual([
      expect.objectContaining({ kind: 'end', run: record.id }),
      expect.objectContaining({ kind: 'end', run: record.id }),
    ]);
  });

  test('is sent by whoever comes next where the guard is killed, too', async () => {
    const { address, posted } = await serve(null, 200);
    const record = await room.start('exit 3', { notices: webhookAt(address) });
    await until(() => posted.length === 1);
    const keeper = currentKeeper(inDirectory(record))?.pid ?? 0;
    const guards = readFileSync(`/proc/${keeper}/task/${keeper}/children`, 'utf8').trim().split(' ').map(Number);
    for (const pid of [...guards, keeper]) {
      process.kill(pid, 'SIGKILL');
      await until(() => processFacts(pid) === null);
    }
    const control = await room.connect(record);
    expect(control.exit()).toMatchObject({ code: 3 });
    await until(() => posted.length === 2);
    control.close();
    await until(() => readdirSync(join(inDirectory(record), 'outbox')).length === 0 && !isKept(record));
    expect(posted).toHaveLength(2);
  });
});

function webhookAt(address: string): AskedNotices {
  return { command: null, cwd: room.directory, webhooks: [`json+${address}`] };
}
