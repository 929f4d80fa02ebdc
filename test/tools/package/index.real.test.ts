import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { arch, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
  }, 600_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('has the checksums that it says', () => {
    const answer = spawnSync('sha256sum', ['--check', 'SHA256SUMS'], { cwd: out, encoding: 'utf8' });
    expect(answer.stdout.trim().split('\n')).toEqual([`${name}: OK`, `${name}.tar.gz: OK`, `${name}.deb: OK`]);
  });

  describe('the single file, without any Node', () => {
    test('runs the demo to its end in a real terminal', async () => {
      const { environment } = boxWithoutNode();
      const { see, press, exited } = openTerminal([], {
        environment,
        command: [join(out, name), 'demo', '--iterations', '120'],
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
        command: [join(out, name), 'attach', 'night'],
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
    }, 300_000);

    test('checks a data set, replays a log, and lists the runs', () => {
      const { environment, directory } = boxWithoutNode();
      const demo = plateau(environment, ['demo', '--iterations', '60']);
      expect(demo.status).toBe(0);
      const data = join(environment['XDG_CACHE_HOME']!, 'plateau/demo/healthy-1');
      const checked = plateau(environment, ['check'], data);
      expect(checked.stderr).toBe('');
      expect([0, 1]).toContain(checked.status);
      const replayed = plateau(environment, ['replay', resolve('fixtures/demo/overfit.log')], directory);
      expect(replayed).toMatchObject({ status: 0, stderr: '' });
      expect(plateau(environment, ['runs']).stdout).toMatch(/demo\s+ended/);
    }, 300_000);

    function plateau(environment: Record<string, string>, words: readonly string[], cwd = folder) {
      const { status, stdout, stderr } = spawnSync(join(out, name), words, { env: environment, cwd, encoding: 'utf8' });
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

  describe('the packed project', () => {
    test('is installed by npm of an older Node without a warning, and runs with the Node that it brings', () => {
      const { environment, directory } = boxWithoutNode();
      const packed = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', directory], {
        encoding: 'utf8',
      }).trim();
      const prefix = join(directory, 'prefix');
      const withoutOurs = (process.env['PATH'] ?? '').split(':').filter((each) => !each.includes('node_modules'));
      const installed = spawnSync('npm', ['install', '-g', '--prefix', prefix, join(directory, packed)], {
        env: { ...process.env, PATH: withoutOurs.join(':') },
        encoding: 'utf8',
      });
      expect(installed.stderr).not.toMatch(/EBADENGINE|ERR!/);
      expect(installed.status).toBe(0);
      const answer = spawnSync(join(prefix, 'bin/plateau'), ['demo', '--iterations', '60'], {
        env: environment,
        encoding: 'utf8',
      });
      expect(answer.status).toBe(0);
      expect(answer.stdout).toMatch(/final verdict: finished/);
    }, 300_000);
  });

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
