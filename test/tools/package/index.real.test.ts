import { execFileSync, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { arch, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readRecord } from '../../../src/runs/runRecord.ts';
import { freshHome } from '../../support/real/plateau.ts';
import { needs } from '../../support/real/programs.ts';
import { openTerminal } from '../../support/real/terminal.ts';
import { asRoot } from '../../support/skipUnless.ts';
import { soon } from '../../support/soon.ts';

/** What a box without any Node has on its PATH: the programs that Plateau itself calls. */
const tools = ['sh', 'ps', 'cat', 'uname', 'readlink', 'sleep', 'nice'];

const name = `plateau-linux-${arch()}`;

/** Writes the packages once for all these tests, and installs the npm one beside them. */
describe('what npm run package writes', () => {
  let folder = '';
  let out = '';
  let bare = '';
  let installed: SpawnSyncReturns<string>;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'plateau-package-'));
    out = join(folder, 'release');
    execFileSync(process.execPath, ['tools/package/index.ts', '--arch', arch(), '--out', out], { stdio: 'ignore' });
    bare = join(folder, 'bin');
    mkdirSync(bare);
    for (const tool of tools) {
      const path = ['/bin', '/usr/bin'].map((directory) => join(directory, tool)).find((each) => existsSync(each));
      if (path !== undefined) symlinkSync(path, join(bare, tool));
    }
    const packed = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
      encoding: 'utf8',
    }).trim();
    const withoutOurs = (process.env['PATH'] ?? '').split(':').filter((each) => !each.includes('node_modules'));
    installed = spawnSync('npm', ['install', '-g', '--prefix', join(folder, 'npm'), join(folder, packed)], {
      env: { ...process.env, PATH: withoutOurs.join(':') },
      encoding: 'utf8',
    });
  }, 600_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('has the checksums that it says', () => {
    const answer = spawnSync('sha256sum', ['--check', 'SHA256SUMS'], { cwd: out, encoding: 'utf8' });
    expect(answer.stdout.trim().split('\n')).toEqual([`${name}: OK`, `${name}.tar.gz: OK`, `${name}.deb: OK`]);
  });

  describe.each(['the single file', 'the packed project'] as const)('%s, without any Node on the PATH', (way) => {
    const program = () => (way === 'the single file' ? join(out, name) : join(folder, 'npm/bin/plateau'));

    test('runs the demo to its end in a real terminal', async () => {
      const { environment } = boxWithoutNode();
      const { see, press, exited } = openTerminal([], {
        environment,
        command: [program(), 'demo', '--iterations', '120'],
        columns: 120,
        rows: 40,
      });
      await see(/120\/120/, 180_000);
      press('q');
      expect((await exited).exitCode).toBe(0);
    }, 300_000);

    test('starts a training that is attached to after its keeper was killed, and stopped after a checkpoint', async () => {
      const { environment } = boxWithoutNode();
      const started = plateau(environment, ['demo', '--detach', '--name', 'night']);
      expect(started.status).toBe(0);
      const id = started.stdout.split('\n')[0]!;
      const directory = join(environment['XDG_STATE_HOME']!, 'plateau/runs', id);
      const { keeper } = readRecord(directory);
      process.kill(keeper!.pid, 'SIGKILL');

      const { see, press, exited } = openTerminal([], {
        environment,
        command: [program(), 'attach', 'night'],
        columns: 120,
        rows: 40,
      });
      await see('night', 60_000);
      await see(/iteration|loss/i, 60_000);
      press('q');
      expect((await exited).exitCode).toBe(0);

      expect(plateau(environment, ['stop', 'night', '--after-checkpoint']).status).toBe(0);
      await soon(() => expect(readRecord(directory).state).toBe('ended'), 200);
      const log = readFileSync(join(directory, 'output.log'), 'utf8');
      expect(log).toMatch(/Saving weights to/);
      // The program that checks in the background was there, and found a command of which it knows no data set. It has
      // the lowest priority: on a busy machine it takes minutes.
      const checked = () => JSON.parse(readFileSync(join(directory, 'checklist.json'), 'utf8')).problem;
      const patience = { timeout: 600_000, interval: 200 };
      await vi.waitFor(() => expect(checked()).toMatch(/does not name a known data set/), patience);
    }, 900_000);

    test('checks a data set in threads, replays a log, lists the runs from the history, and watches over ssh', () => {
      const { environment, directory } = boxWithoutNode();
      expect(plateau(environment, ['demo', '--iterations', '60']).status).toBe(0);
      const data = join(environment['XDG_CACHE_HOME']!, 'plateau/demo/healthy-1');
      const checked = plateau(environment, ['check', data, '--json']);
      expect(checked.stderr).toBe('');
      expect(JSON.parse(checked.stdout).statistics.train.images).toBeGreaterThan(200);
      const replayed = plateau(environment, ['replay', resolve('fixtures/demo/overfit.log')], directory);
      expect(replayed).toMatchObject({ status: 0, stderr: '' });
      expect(plateau(environment, ['runs']).stdout).toMatch(/demo\s+ended/);
      expect(plateau(environment, ['doctor']).stdout).toMatch(/^ {2}history {3}.*, 1 training, SQLite/m);
      const watched = plateau(withSsh(environment, directory), [
        'watch',
        '--ssh',
        'gpu1',
        resolve('fixtures/demo/overfit.log'),
        '--json',
      ]);
      expect(JSON.parse(watched.stdout.trimEnd().split('\n').at(-1)!)).toMatchObject({ kind: 'end' });
    }, 300_000);

    test('says in a sentence which limit is too low', () => {
      const { environment } = boxWithoutNode();
      for (const [limit, sentence] of [
        ['-n 40', 'plateau needs at least 64 open files, and this shell allows 40'],
        ['-v 1900000', 'plateau needs at least 2 GB of address space, and this shell allows 1900000 kB'],
      ] as const) {
        const line = `ulimit ${limit}; exec "$0" --version`;
        const answer = spawnSync('/bin/sh', ['-c', line, program()], { env: environment, encoding: 'utf8' });
        expect({ status: answer.status, stdout: answer.stdout }).toEqual({ status: 1, stdout: '' });
        expect(answer.stderr).toContain(sentence);
      }
    });

    function plateau(environment: Record<string, string>, words: readonly string[], cwd = folder) {
      const { status, stdout, stderr } = spawnSync(program(), words, {
        env: environment,
        cwd,
        encoding: 'utf8',
        timeout: 120_000,
      });
      return { status, stdout, stderr };
    }
  });

  test('is the same in the archive, with man pages and completions', () => {
    const prefix = join(folder, 'prefix');
    mkdirSync(prefix);
    execFileSync('tar', ['-xzf', join(out, `${name}.tar.gz`), '--strip', '1', '-C', prefix]);
    expect(readFileSync(join(prefix, 'bin/plateau')).equals(readFileSync(join(out, name)))).toBe(true);
    for (const file of ['man/man1/plateau-run.1.gz', 'bash-completion/completions/plateau']) {
      expect(existsSync(join(prefix, 'share', file))).toBe(true);
    }
  });

  describe('the Debian package', needs('dpkg-deb'), () => {
    test('is installed, runs, and is removed again', asRoot, () => {
      execFileSync('dpkg', ['--install', join(out, `${name}.deb`)], { stdio: 'ignore' });
      try {
        expect(spawnSync('/usr/bin/plateau', ['--version'], { encoding: 'utf8' }).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
        expect(existsSync('/usr/share/bash-completion/completions/plateau')).toBe(true);
      } finally {
        execFileSync('dpkg', ['--purge', 'plateau'], { stdio: 'ignore' });
      }
      expect(existsSync('/usr/bin/plateau')).toBe(false);
      expect(existsSync('/usr/share/bash-completion/completions/plateau')).toBe(false);
    });
  });

  test('is installed by npm of an older Node without a warning', () => {
    expect(installed.stderr).not.toMatch(/EBADENGINE|ERR!/);
    expect(installed.status).toBe(0);
  });

  /** With an ssh on the PATH that reaches this machine itself. */
  function withSsh(environment: Record<string, string>, directory: string): Record<string, string> {
    const programs = join(directory, 'programs');
    mkdirSync(programs);
    const script = '#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done\nshift 2\nexec sh -c "$*"\n';
    writeFileSync(join(programs, 'ssh'), script, { mode: 0o755 });
    return { ...environment, PATH: `${programs}:/usr/bin:/bin` };
  }

  /** A home, and a PATH with no Node on it. */
  function boxWithoutNode() {
    const { directory, environment } = freshHome();
    const work = join(directory, 'work');
    mkdirSync(work);
    copyFileSync('LICENSE', join(work, 'LICENSE'));
    const box: Record<string, string> = { ...environment, HOME: directory, PATH: bare };
    return { directory: work, environment: box };
  }
});
