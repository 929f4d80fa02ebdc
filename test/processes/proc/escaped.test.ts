import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { describe, expect, onTestFinished, test } from 'vitest';
import { processFacts } from '../../../src/processes/processes.ts';
import type { RunRecord } from '../../../src/runs/runRecord.ts';
import { freshHome, plateau, recordsIn } from '../../support/real/plateau.ts';
import { needs } from '../../support/real/programs.ts';
import { openTerminal } from '../../support/real/terminal.ts';
import { onLinux } from '../../support/skipUnless.ts';
import { soon } from '../../support/soon.ts';

/** One that nobody has waited for has ended, too. */
function lives(pid: number): boolean {
  return processFacts(pid) !== null;
}

/** A training that is a shell script, and the program that looks at it. */
function started(script: string) {
  const { directory, environment } = freshHome();
  const run = plateau(['run', '--detach', '--', 'sh', '-c', script], { ...environment, WORK: directory });
  const id = run.stdout.split('\n')[0] ?? '';
  const record = (): RunRecord => recordsIn(environment).find((each) => each.id === id)!;
  /** The number that a process of it has written into a file; that process is ended with the test. */
  const pidOf = async (name: string): Promise<number> => {
    const path = join(directory, name);
    const pid = await soon(() => {
      expect(existsSync(path) ? readFileSync(path, 'utf8') : '').toMatch(/^\d+\n$/);
      return Number(readFileSync(path, 'utf8'));
    });
    onTestFinished(() => {
      if (lives(pid)) process.kill(pid, 'SIGKILL');
    });
    return pid;
  };
  const state = (): string => {
    const [listed]: [{ state: string }] = JSON.parse(plateau(['runs', '--json'], environment).stdout);
    return listed.state;
  };
  return {
    id,
    directory,
    state,
    environment,
    record,
    pidOf,
    says: (...words: string[]) => plateau(words, environment),
  };
}

const worker = (name: string) => `setsid sh -c 'echo $$ >$WORK/${name}; exec sleep 600' &`;

describe('what gets away from a training', onLinux, () => {
  test('is named by stop and status when its launcher was killed, and stopped once that is asked for', async () => {
    const { id, environment, record, state, pidOf, says } = started(
      `${worker('a')} ${worker('b')} echo ready; exec sleep 600`,
    );
    const workers = [await pidOf('a'), await pidOf('b')];
    process.kill(record().training!.pid, 'SIGKILL');
    await soon(() => expect(says('status', id).stdout).toContain('2 processes that it started got away from it'));
    expect(JSON.parse(says('status', '--json', id).stdout)).toMatchObject({ state: 'running' });
    const first = says('stop', '--now', id);
    expect(first.stderr).toContain(`What was started as ${id} has ended.`);
    expect(first.status).toBe(1);
    for (const pid of workers) expect(first.stdout + first.stderr).toContain(`${pid} (sleep 600)`);
    expect(says('runs').stderr).toMatch(
      new RegExp(`^plateau: ${id}: 2 processes that it started got away from it`, 'm'),
    );
    const list = openTerminal([], { environment, columns: 120, rows: 12 });
    await list.see(/^> ! /m);
    await list.see(/2 processes that it started got away from it/);
    list.press('q');
    await list.exited;
    const screen = openTerminal(['attach', id], { environment });
    await screen.see(/2 got away/);
    await screen.see(/2 processes that it started got away from it/);
    screen.press('q');
    await screen.exited;
    await screen.see(/Stop that too with: plateau stop --escaped/);
    expect(workers.map(lives)).toEqual([true, true]);
    expect(says('stop', '--escaped', '--wait', '1s', id)).toMatchObject({ status: 0, stderr: '' });
    expect(workers.map(lives)).toEqual([false, false]);
    await soon(() => expect(state()).toBe('stopped'));
  });

  test('is the training itself after a second fork: it has not ended, and its log is not removed', async () => {
    const script = `(setsid sh -c 'echo $$ >$WORK/trainer; while :; do echo trains; sleep 0.2; done' &); exit 0`;
    const { id, record, state, pidOf, says } = started(script);
    const trainer = await pidOf('trainer');
    const leader = record().training!.pid;
    await soon(() => expect(lives(leader)).toBe(false));
    expect(record()).toMatchObject({ state: 'running', exit: null });
    const removed = says('runs', 'rm', id);
    expect(removed.status).toBe(1);
    expect(existsSync(record().log)).toBe(true);
    process.kill(record().keeper!.pid, 'SIGKILL');
    await soon(() => expect(lives(record().keeper!.pid)).toBe(false));
    expect(state()).toBe('running');
    process.kill(trainer, 'SIGKILL');
    await soon(() => expect(state()).toBe('ended'));
  });

  test('keeps its log from being removed, whatever the record says', async () => {
    const script = `env -u PLATEAU_RUN setsid sh -c 'echo $$ >$WORK/other; exec sleep 600' & sleep 1`;
    const { id, record, pidOf, says } = started(script);
    const other = await pidOf('other');
    await soon(() => expect(record().state).toBe('ended'));
    await soon(() => {
      const removed = says('runs', 'rm', id);
      expect(removed.stderr).toContain(`since process ${other} (sleep 600) has its log open for writing`);
    });
    expect(existsSync(dirname(record().log))).toBe(true);
  });

  test('does not include what a run of the same id in another state directory started', async () => {
    const { id, record, pidOf, says } = started(
      `PLATEAU_RUN_LOG=/elsewhere/runs/$PLATEAU_RUN/output.log setsid sh -c 'echo $$ >$WORK/other; exec sleep 600' &`,
    );
    await pidOf('other');
    await soon(() => expect(record().state).toBe('ended'));
    expect(says('status', id).stdout).not.toContain('got away');
  });

  test('does not include a tmux server and what runs in it', needs('tmux'), async () => {
    const script = `tmux -S $WORK/tmux new-session -d 'echo $$ >$WORK/pane; exec sleep 600' >/dev/null 2>&1`;
    const { id, record, pidOf, says } = started(script);
    await pidOf('pane');
    await soon(() => expect(record().state).toBe('ended'));
    expect(says('status', id).stdout).not.toContain('got away');
    expect(says('stop', '--now', id).stderr).toContain('has ended: there is nothing to stop');
  });
});
