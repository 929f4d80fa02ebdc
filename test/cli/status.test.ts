import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { describe, expect, onTestFinished, test } from 'vitest';
import { freshHome, plateau, plateauProgram } from '../support/real/plateau.ts';
import { needs } from '../support/real/programs.ts';
import { openTerminal } from '../support/real/terminal.ts';
import { keptRun } from '../support/cli/kept.ts';

/** A home in which `plateau` is on the PATH and tmux has sockets of its own. */
function tmuxHome() {
  const { directory, environment } = freshHome();
  const binaries = join(directory, 'bin');
  mkdirSync(binaries);
  const wrapper = join(binaries, 'plateau');
  writeFileSync(wrapper, `#!/bin/sh\nexec '${process.execPath}' '${plateauProgram}' "$@"\n`);
  chmodSync(wrapper, 0o755);
  const inTmux = {
    ...environment,
    TMUX_TMPDIR: directory,
    TERM: 'xterm-256color',
    LC_ALL: 'C.UTF-8',
    PATH: [binaries, environment['PATH']].join(delimiter),
  };
  const tmux = (...words: string[]) =>
    execFileSync('tmux', ['-f', '/dev/null', ...words], { env: inTmux, encoding: 'utf8' });
  onTestFinished(() => {
    try {
      tmux('kill-server');
    } catch {
      // No server was started.
    }
  });
  return { directory, binaries, environment: inTmux, tmux };
}

describe('plateau status --tmux', () => {
  test('is an empty line and a status of 0 without a training, or without the one that is named', () => {
    const { environment } = freshHome();
    expect(plateau(['status', '--tmux'], environment)).toEqual({ status: 0, stdout: '\n', stderr: '' });
    expect(plateau(['status', 'nobody', '--tmux'], environment)).toEqual({ status: 0, stdout: '\n', stderr: '' });
    expect(existsSync(environment['XDG_STATE_HOME']!)).toBe(false);
  });

  test('says how a training ended, from its log, from the history and from what a view left behind', () => {
    const { environment } = freshHome();
    const { directory } = keptRun(environment, '20260101-000000-alpha');
    const line = 'alpha ended, over-fitted 2400/2400 best 54.2 %\n';
    expect(plateau(['status', '--tmux'], environment).stdout).toBe(line);
    plateau(['runs'], environment);
    expect(plateau(['status', '--tmux'], environment).stdout).toBe(line);
    plateau(['attach', 'alpha'], environment);
    expect(existsSync(join(directory, 'status.json'))).toBe(true);
    expect(plateau(['status', 'alpha', '--tmux'], environment).stdout).toBe(line);
  });

  test('reads a log again that has gone on since', () => {
    const { environment } = freshHome();
    const { log } = keptRun(environment, '20260101-000000-alpha', { trainer: 'darknet-alexeyab' });
    plateau(['attach', 'alpha'], environment);
    const iteration =
      ' 2401: 1.500000, 1.500000 avg loss, 0.001000 rate, 0.100000 seconds, 38416 images, 0.1 hours left\n';
    appendFileSync(log, iteration);
    expect(plateau(['status', '--tmux'], environment).stdout).toBe('alpha ended, over-fitted 2401/2400 best 54.2 %\n');
  });

  test.each(['', '{"time": 1', '[]', '{"time":1,"size":2,"modified":3,"left":null,"summary":{}}'])(
    'does without a status file that says %j',
    (text) => {
      const { environment } = freshHome();
      const { directory } = keptRun(environment, '20260101-000000-alpha');
      writeFileSync(join(directory, 'status.json'), text);
      expect(plateau(['status', '--tmux'], environment).stdout).toBe(
        'alpha ended, over-fitted 2400/2400 best 54.2 %\n',
      );
    },
  );

  test('shows the newest that runs, and its process being gone, that it has ended', () => {
    const { environment } = freshHome();
    expect(plateau(['run', '--detach', '--name', 'busy', '--', 'sleep', '60'], environment).status).toBe(0);
    keptRun(environment, '20990101-000000-later');
    expect(plateau(['status', '--tmux'], environment).stdout).toMatch(/^busy/);
    const dead = { state: 'running', training: { pid: 4_000_000, startTime: 1 }, exit: null } as const;
    keptRun(environment, '20990102-000000-dead', dead);
    expect(plateau(['status', 'dead', '--tmux'], environment).stdout).toMatch(/^dead ended/);
  });

  test('is shown by tmux as it is, whatever the run is called', { timeout: 60_000, ...needs('tmux') }, async () => {
    const { environment, tmux } = tmuxHome();
    keptRun(environment, '20260101-000000-alpha', { name: '#{pid}#[fg=red]\u001B[2J\u0007' });
    tmux('new-session', '-d', '-x', '100', '-y', '5', 'sleep 60');
    tmux('set', '-g', 'status-right', '#(plateau status --tmux)');
    tmux('set', '-g', 'status-right-length', '100');
    tmux('set', '-g', 'status-interval', '1');
    const terminal = openTerminal([], { environment, columns: 100, rows: 5, command: ['tmux', 'attach'] });
    await terminal.see('_{pid}_[fg=red]', 50_000);
    await terminal.see('ended, over-fitted 2400/2400');
  });
});

describe('plateau status', () => {
  test('says it in lines for a person, and as data', () => {
    const { environment } = freshHome();
    keptRun(environment, '20260101-000000-alpha');
    const { stdout } = plateau(['status'], environment);
    expect(stdout).toMatch(
      /^alpha \(20260101-000000-alpha\): ended\n {2}iteration 2,400\/2,400, best mAP50 54\.2 %, loss 2\.47\n {2}FINISHED, OVER-FITTED: /,
    );
    expect(JSON.parse(plateau(['status', 'alpha', '--json'], environment).stdout)).toMatchObject({
      state: 'ended',
      verdict: 'finished-over-fitted',
      at: 2400,
      best: { at: 540 },
      paused: false,
    });
  });

  test('says what to do where there is no training', () => {
    const { status, stderr } = plateau(['status'], freshHome().environment);
    expect(stderr).toMatch(/plateau run -- COMMAND/);
    expect(status).toBe(1);
  });
});

describe('the dashboard script of docs/tmux.md', () => {
  test('makes a session of the dashboard, the machine and a shell, once', needs('tmux'), async () => {
    const { binaries, environment, tmux } = tmuxHome();
    const [, script] = /```sh\n(#!\/bin\/sh\n[^]*?)```/.exec(readFileSync('docs/tmux.md', 'utf8'))!;
    const path = join(binaries, 'plateau-dashboard');
    writeFileSync(path, script!, { mode: 0o755 });
    keptRun(environment, '20260101-000000-alpha');
    execFileSync(path, ['alpha'], { env: environment });
    execFileSync(path, ['alpha'], { env: environment });
    expect(tmux('list-sessions', '-F', '#{session_name} #{session_windows}')).toBe('plateau 1\n');
    expect(tmux('list-panes', '-t', 'plateau').trim().split('\n')).toHaveLength(3);
    await expect
      .poll(() => tmux('capture-pane', '-p', '-t', 'plateau:training.0'), { timeout: 30_000 })
      .toMatch(/alpha +ENDED/);
    expect(tmux('show-options', '-t', 'plateau', '-v', 'status-right')).toBe('#(plateau status --tmux)\n');
  });
});
