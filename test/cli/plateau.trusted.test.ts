import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { describe, expect, onTestFinished, test } from 'vitest';
import { keptRun } from '../support/cli/kept.ts';
import { freshHome, isAlive, plateau, plateauProgram, recordsIn } from '../support/real/plateau.ts';
import { asRoot } from '../support/skipUnless.ts';
import { soon } from '../support/soon.ts';

// `docs/security.md` says what is trusted; here is what is not.

const nobody = 65_534;

function giveAway(directory: string): void {
  for (const name of ['', ...readdirSync(directory, { recursive: true, encoding: 'utf8' })]) {
    chownSync(join(directory, name), nobody, nobody);
  }
}

function plateauIn(cwd: string, args: readonly string[], env: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [plateauProgram, ...args], {
    cwd,
    env,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

describe('plateau.config.json in the working directory', () => {
  const log = resolve('fixtures/demo/overfit.log');

  test('of another user is refused, unless it is named', asRoot, () => {
    const { directory, environment } = freshHome();
    const path = join(directory, 'plateau.config.json');
    writeFileSync(path, '{"targetMap": 0.1}');
    chownSync(path, nobody, nobody);
    const found = plateauIn(directory, ['advise', log], environment);
    expect(found).toMatchObject({ status: 2, stdout: '' });
    expect(found.stderr).toBe(
      `plateau: The config file ${path} belongs to nobody: name it with --config if it is to be used, or move it away.\n`,
    );
    expect(plateauIn(directory, ['advise', log, '--config', path], environment).stdout).toContain('OVER-FITTED');
  });

  test('names no program', () => {
    const { directory, environment } = freshHome();
    const mark = join(directory, 'executed');
    for (const key of ['notifyCommand', 'notify-command', 'webhook', 'follow', 'stopCommand']) {
      writeFileSync(join(directory, 'plateau.config.json'), JSON.stringify({ [key]: `touch ${mark}` }));
      expect(plateauIn(directory, ['advise', log], environment)).toMatchObject({ status: 2 });
    }
    expect(existsSync(mark)).toBe(false);
  });
});

describe('the state directory', () => {
  test('a run directory of another user is neither followed nor signalled', asRoot, () => {
    const { directory, environment } = freshHome();
    const mark = join(directory, 'executed');
    const victim = spawn('sleep', ['600'], { detached: true });
    onTestFinished(() => void victim.kill('SIGKILL'));
    const identity = { pid: victim.pid!, startTime: null };
    const planted = keptRun(environment, '20260101-000000-planted', {
      state: 'running',
      training: identity,
      exit: null,
      notices: { command: ['/bin/touch', mark], cwd: '/', webhooks: [] },
    });
    giveAway(planted.directory);
    for (const args of [
      ['status', '20260101-000000-planted'],
      ['stop', '--now', '20260101-000000-planted'],
      ['runs', 'rm', '20260101-000000-planted'],
      ['attach', '20260101-000000-planted'],
    ]) {
      const { status, stderr } = plateau(args, environment);
      expect(stderr).toContain(`${planted.directory}/run.json is not used, since its directory belongs to nobody`);
      expect(status).toBe(1);
    }
    expect(isAlive(victim.pid!)).toBe(true);
    expect(existsSync(mark)).toBe(false);
    expect(existsSync(planted.log)).toBe(true);
  });

  test('a history of another user is not opened', asRoot, () => {
    const { environment } = freshHome();
    keptRun(environment, '20260101-000000-own');
    const path = join(environment['XDG_STATE_HOME']!, 'plateau/history.db');
    expect(plateau(['runs'], environment).status).toBe(0);
    chownSync(path, nobody, nobody);
    const { stdout, stderr } = plateau(['runs'], environment);
    expect(stdout).toContain('own');
    expect(stderr).toContain(`${path} belongs to another user`);
  });
});

test('a control socket that another user put into the temporary directory is not asked', asRoot, async () => {
  const { directory, environment } = freshHome();
  const temporary = join(tmpdir(), `plateau-sockets-${process.pid}`);
  mkdirSync(temporary);
  chmodSync(temporary, 0o1777);
  onTestFinished(() => rmSync(temporary, { recursive: true, force: true }));
  const env = { ...environment, XDG_STATE_HOME: join(directory, 'deep'.repeat(25)), TMPDIR: temporary };
  const id = plateau(['run', '--detach', '--', 'sleep', '600'], env).stdout.split('\n')[0]!;
  const [record] = recordsIn(env);
  expect(dirname(record!.socket!)).toBe(join(temporary, 'plateau-0'));
  onTestFinished(() => void process.kill(-record!.training!.pid, 'SIGKILL'));

  // The keeper is killed, the temporary directory cleaned, and somebody else quick.
  process.kill(record!.keeper!.pid, 'SIGKILL');
  rmSync(dirname(record!.socket!), { recursive: true });
  const mark = join(temporary, 'connected');
  const program = `require('node:fs').mkdirSync(process.argv[1]); require('node:net').createServer(() => require('node:fs').writeFileSync(process.argv[3], '')).listen(process.argv[2])`;
  const forger = spawn(process.execPath, ['-e', program, dirname(record!.socket!), record!.socket!, mark], {
    uid: nobody,
    gid: nobody,
    stdio: 'inherit',
  });
  onTestFinished(() => void forger.kill('SIGKILL'));
  await soon(() => expect(existsSync(record!.socket!)).toBe(true));

  const { status, stderr } = plateau(['stop', '--now', id], env);
  expect(stderr).toContain(`${dirname(record!.socket!)} belongs to another user`);
  expect(status).toBe(1);
  expect(existsSync(mark)).toBe(false);
  expect(isAlive(record!.training!.pid)).toBe(true);
});

describe('the environment', () => {
  test('what steers Node and Plateau is handed on neither to the keeper nor to the training', async () => {
    const { directory, environment } = freshHome();
    const hook = join(directory, 'hook.cjs');
    const mark = join(directory, 'loaded');
    writeFileSync(hook, `require('node:fs').appendFileSync(${JSON.stringify(mark)}, process.argv[1] + '\\n')`);
    const env = { ...environment, NODE_OPTIONS: `--require=${hook}`, PLATEAU_GUARDED: '1', PLATEAU_DEBUG: '1' };
    plateau(['run', '--', 'sh', '-c', `env; exec ${process.execPath} -e 0`], env);
    const [record] = recordsIn(environment);
    const log = readFileSync(record!.log, 'utf8');
    expect(log).toContain('PATH=');
    // Only the mark by which a training is found again is set.
    expect(log).not.toMatch(/^(?:NODE_OPTIONS|PLATEAU_(?!RUN(?:_LOG)?=)\w+)=/m);
    // The person's own command reads NODE_OPTIONS, as any program of Node does, and what it starts does not.
    expect(readFileSync(mark, 'utf8')).toContain(plateauProgram);
    expect(readFileSync(mark, 'utf8')).not.toContain('keeper');
  });

  test('programs of the working directory are not executed in the place of those on PATH', () => {
    const { directory, environment } = freshHome();
    const mark = join(directory, 'executed');
    for (const name of ['ssh', 'sh', 'ps', 'nvidia-smi', 'docker', 'kubectl', 'squeue', 'scontrol', 'tmux', 'node']) {
      writeFileSync(join(directory, name), `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
    }
    for (const args of [['runs'], ['watch', '--docker', 'x'], ['watch', '--slurm', '1'], ['run', '--', 'true']]) {
      plateauIn(directory, args, environment);
    }
    expect(existsSync(mark)).toBe(false);
  });
});

test.each([
  ['--ssh=-oProxyCommand=touch MARK', 'log'],
  ['--docker=--help;touch MARK'],
  ['--k8s=-x;touch MARK'],
  ['--slurm=1;touch MARK'],
])('plateau watch %s: what is named is no option and no command of the client', (...words) => {
  const { directory, environment } = freshHome();
  const mark = join(directory, 'executed');
  const { status } = plateau(['watch', ...words.map((word) => word.replace('MARK', mark))], environment);
  expect(status).not.toBe(0);
  expect(existsSync(mark)).toBe(false);
});

test('a data set runs no program: the script that Ultralytics would download it with is not executed', () => {
  const { directory, environment } = freshHome();
  const mark = join(directory, 'executed');
  const path = join(directory, 'data.yaml');
  cpSync('fixtures/demo/overfit.log', join(directory, 'log'));
  writeFileSync(path, `path: .\ntrain: images\nval: images\nnames: [a]\ndownload: touch ${mark}\n`);
  plateau(['check', path], environment);
  plateau(['plan', path], environment);
  expect(existsSync(mark)).toBe(false);
});
