import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { everyRow } from '../support/history/home.ts';
import { keptStatus } from '../../src/history/runStatus.ts';
import { readRecord } from '../../src/runs/runRecord.ts';
import { freshHome, plateau, recordsIn } from '../support/real/plateau.ts';
import { soon } from '../support/soon.ts';
import { keptRun } from '../support/cli/kept.ts';
import { skipUnless } from '../support/skipUnless.ts';

function someRuns(environment: Record<string, string>): void {
  const now = Date.now() / 1000;
  keptRun(environment, '20260101-000000-alpha', { startedAt: now - 10 * 86_400 });
  keptRun(environment, '20260102-000000-beta', { startedAt: now - 86_400, log: 'fixtures/demo/healthy.log' });
  keptRun(environment, '20260103-000000-gamma', { startedAt: now - 3600, log: 'fixtures/demo/diverge.log' });
  keptRun(environment, '20260104-000000-delta', {
    startedAt: now - 60,
    exit: { code: null, signal: 'SIGINT', time: now - 30 },
    log: 'fixtures/demo/never-starts.log',
  });
}

function namesOf(environment: Record<string, string>, ...words: string[]): string[] {
  const { stdout } = plateau(['runs', '--json', ...words], environment);
  const listed: { name: string }[] = JSON.parse(stdout);
  return listed.map(({ name }) => name);
}

describe('plateau runs', () => {
  test('filters by state, trainer, name and age, sorts and limits', () => {
    const { environment } = freshHome();
    someRuns(environment);
    expect(namesOf(environment)).toEqual(['delta', 'gamma', 'beta', 'alpha']);
    expect(namesOf(environment, '--state', 'diverged')).toEqual(['gamma']);
    expect(namesOf(environment, '--state', 'stopped,diverged')).toEqual(['delta', 'gamma']);
    expect(namesOf(environment, '--state', 'running')).toEqual([]);
    expect(namesOf(environment, '--trainer', 'darknet-alexeyab')).toHaveLength(4);
    expect(namesOf(environment, '--trainer', 'detectron2')).toEqual([]);
    expect(namesOf(environment, '--name', 'LPH')).toEqual(['alpha']);
    expect(namesOf(environment, '--since', '7d')).toEqual(['delta', 'gamma', 'beta']);
    expect(namesOf(environment, '--sort', 'name', '--limit', '2')).toEqual(['alpha', 'beta']);
    expect(namesOf(environment, '--sort', 'best').slice(0, 1)).toEqual(['beta']);
  });

  test('lists the same from the history as from the logs, and the same again after `plateau rebuild`', () => {
    const { environment } = freshHome();
    someRuns(environment);
    const database = join(environment['XDG_STATE_HOME']!, 'plateau/history.db');
    const first = plateau(['runs', '--json'], environment).stdout;
    const rows = everyRow(database);
    expect(plateau(['runs', '--json'], environment).stdout).toBe(first);
    expect(plateau(['rebuild'], environment)).toMatchObject({
      status: 0,
      stderr: '',
      stdout: `${database} holds 4 trainings, read anew from the logs.\n`,
    });
    expect(everyRow(database)).toEqual(rows);
    writeFileSync(database, 'damaged');
    expect(plateau(['rebuild'], environment)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('was damaged'),
    });
    expect(everyRow(database)).toEqual(rows);
  });

  test('needs neither a log nor the history for a training whose keeper has seen its end', async () => {
    const { environment } = freshHome();
    const trainer = ['cat', resolve('fixtures/demo/healthy.log')];
    expect(plateau(['run', '--detach', '--name', 'healthy', '--', ...trainer], environment).status).toBe(0);
    const record = recordsIn(environment)[0]!;
    await soon(() => expect(keptStatus(readRecord(dirname(record.log)))?.summary.state).toBe('ended'));
    const listed = plateau(['runs', '--json'], environment).stdout;
    expect(JSON.parse(listed)).toMatchObject([{ name: 'healthy', trainer: 'darknet-alexeyab' }]);
    // The same log to all that looks at it from outside.
    const { size } = statSync(record.log);
    const before = join(dirname(record.log), 'before');
    execFileSync('touch', ['-r', record.log, before]);
    writeFileSync(record.log, '-'.repeat(size));
    execFileSync('touch', ['-r', before, record.log]);
    rmSync(join(environment['XDG_STATE_HOME']!, 'plateau/history.db'), { force: true });
    expect(plateau(['runs', '--json'], environment).stdout).toBe(listed);
  });

  test('remembers a training when its view closes, so that nobody has to read its log again', () => {
    const { environment } = freshHome();
    expect(plateau(['run', '--name', 'true', '--', 'seq', '100'], environment).status).toBe(0);
    expect(everyRow(join(environment['XDG_STATE_HOME']!, 'plateau/history.db'))).toMatchObject({
      runs: [{ name: 'true', state: 'ended', exit_code: 0 }],
    });
  });

  test.each([
    [['runs', '--state', 'nope'], /--state expects starting, running/],
    [['runs', '--sort', 'size'], /--sort expects started, best, name/],
    [['runs', '--since', 'soon'], /--since expects a duration/],
    [['runs', 'rm'], /needs the RUN to remove/],
    [['runs', 'rm', '--json', 'x'], /Unknown option '--json'/],
    [['runs', 'other'], /Unexpected argument `other`/],
    [['rebuild', 'x'], /Unexpected argument `x`/],
    [['compare', 'x'], /needs two or more/],
    [['status', '--tmux', '--json'], /Only one of --tmux and --json/],
    [['watch', '--webhook', 'ntfy.sh/x', 'y'], /--webhook expects an address such as https/],
    [['watch', '--notify-command', "say 'open", 'y'], /--notify-command expects a program and its arguments: a quote/],
  ])('%j is refused in a sentence', (words, sentence) => {
    const { environment } = freshHome();
    const { status, stderr } = plateau(words, environment);
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(status).toBe(2);
  });
});

/** A training of three slices, `night`, and another one. */
function slicedRuns(environment: Record<string, string>): void {
  const from = (run: string) => ({ continues: { run, file: '/w/last.pt', at: 300 } });
  const ids = ['20260101-000000-night', '20260102-000000-night', '20260103-000000-night'] as const;
  for (const [slice, id] of ids.entries()) {
    keptRun(environment, id, {
      startedAt: 1_780_000_000 + slice * 86_400,
      ...(slice === 0 ? {} : from(ids[slice - 1]!)),
    });
  }
  keptRun(environment, '20260104-000000-other', { startedAt: 1_770_000_000 });
}

describe('a training of several runs', () => {
  test('is one line, as its newest run, and one of each run with --all', () => {
    const { environment } = freshHome();
    slicedRuns(environment);
    const listed = plateau(['runs'], environment).stdout.trimEnd().split('\n');
    expect(listed).toHaveLength(3);
    expect(listed[0]).toMatch(/TRAINER +RUNS$/);
    expect(listed[1]).toMatch(/^20260103-000000-night .* 3$/);
    const data = (...words: string[]) => JSON.parse(plateau(['runs', '--json', ...words], environment).stdout);
    const runs = ['20260101-000000-night', '20260102-000000-night', '20260103-000000-night'];
    expect(data()).toMatchObject([
      { id: runs[2], runs, shownAs: null },
      { id: '20260104-000000-other', runs: ['20260104-000000-other'], shownAs: null },
    ]);
    expect(data('--all')).toHaveLength(4);
    expect(data('--all', '--name', '20260101')).toMatchObject([
      { id: runs[2] },
      { id: runs[1] },
      { id: runs[0], shownAs: runs[2] },
    ]);
    // Whoever knows an earlier run finds the training by it.
    expect(data('--name', '20260101')).toMatchObject([{ id: runs[2] }]);
  });

  test('is told as such by `plateau status`', () => {
    const { environment } = freshHome();
    slicedRuns(environment);
    expect(plateau(['status', 'night'], environment).stdout).toContain(
      '  the newest of 3 runs of one training: 20260101-000000-night, 20260102-000000-night, 20260103-000000-night\n',
    );
    expect(plateau(['status', '20260101'], environment).stdout).toContain(
      '  an earlier run of the training that is listed as 20260103-000000-night\n',
    );
    expect(JSON.parse(plateau(['status', '--all', '--json'], environment).stdout)).toHaveLength(2);
  });

  test('is removed with all of them, an earlier run alone by its id', () => {
    const { environment } = freshHome();
    slicedRuns(environment);
    expect(plateau(['runs', 'rm', '20260101'], environment).status).toBe(0);
    expect(namesOf(environment, '--all')).toEqual(['night', 'night', 'other']);
    const { stdout } = plateau(['runs', 'rm', 'night'], environment);
    expect(stdout).toMatch(/^Removed night \(20260103-.*\nRemoved night \(20260102-/);
    expect(namesOf(environment, '--all')).toEqual(['other']);
  });

  test('is described as one', () => {
    const { environment } = freshHome();
    slicedRuns(environment);
    expect(plateau(['edit', 'night', '--name', 'day', '--tag', 'long'], environment).status).toBe(0);
    expect(namesOf(environment, '--all')).toEqual(['day', 'day', 'day', 'other']);
    expect(plateau(['edit', '20260101', '--note', 'before the new anchors'], environment).status).toBe(0);
    const data = JSON.parse(plateau(['runs', '--json', '--all'], environment).stdout);
    expect(data).toMatchObject([
      { tags: ['long'], note: null },
      { tags: ['long'], note: null },
      { tags: ['long'], note: 'before the new anchors' },
      { tags: [] },
    ]);
  });
});

describe('plateau runs rm', () => {
  test('removes directories and rows of trainings that are over, and says what', () => {
    const { environment } = freshHome();
    someRuns(environment);
    plateau(['runs'], environment);
    const { status, stdout } = plateau(['runs', 'rm', 'alpha', '20260103'], environment);
    expect(stdout).toMatch(/^Removed alpha \(20260101-000000-alpha\): its log and record, 1\.3 MB\.\nRemoved gamma /);
    expect(status).toBe(0);
    expect(namesOf(environment)).toEqual(['delta', 'beta']);
    expect(everyRow(join(environment['XDG_STATE_HOME']!, 'plateau/history.db'))).toMatchObject({
      runs: [{ id: '20260102-000000-beta' }, { id: '20260104-000000-delta' }],
    });
  });

  test('removes nothing when one of them runs or is not there', () => {
    const { environment } = freshHome();
    someRuns(environment);
    expect(plateau(['run', '--detach', '--name', 'busy', '--', 'sleep', '60'], environment).status).toBe(0);
    expect(plateau(['runs', 'rm', 'alpha', 'busy'], environment)).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/busy is still running, so nothing was removed: stop it first with `plateau stop/),
    });
    expect(plateau(['runs', 'rm', 'alpha', 'nobody'], environment).status).toBe(1);
    expect(namesOf(environment)).toHaveLength(5);
  });

  test('follows no id that leads out of the runs', () => {
    const { environment, directory } = freshHome();
    keptRun(environment, '20260101-000000-alpha');
    const record = join(environment['XDG_STATE_HOME']!, 'plateau/runs/20260101-000000-alpha/run.json');
    const evil = { id: '../../..', name: 'evil', command: [], cwd: '/', log: '/x', state: 'ended', startedAt: 1 };
    writeFileSync(record, JSON.stringify({ ...evil, keeper: null, training: null, exit: null, problem: null }));
    expect(plateau(['runs', 'rm', 'evil'], environment)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('has no directory among the runs'),
    });
    expect(existsSync(directory) && existsSync(record)).toBe(true);
  });
});

describe('plateau runs beside a history that is held by somebody else', () => {
  test(
    'lists all the same, with one sentence',
    skipUnless('needs a POSIX system', process.platform !== 'win32'),
    async () => {
      const { environment } = freshHome();
      someRuns(environment);
      const database = join(environment['XDG_STATE_HOME']!, 'plateau/history.db');
      plateau(['runs'], environment);
      const { DatabaseSync } = await import('node:sqlite');
      const holder = new DatabaseSync(database);
      holder.exec('DELETE FROM runs; BEGIN EXCLUSIVE');
      const { status, stdout, stderr } = plateau(['runs'], environment);
      holder.close();
      expect(stdout.trim().split('\n')).toHaveLength(5);
      expect(stderr).toMatch(
        /^plateau: The history in .*is unavailable; continuing without it: another process holds it\. Nothing is lost.*\n$/,
      );
      expect(status).toBe(0);
    },
  );
});
