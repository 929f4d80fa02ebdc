import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freshHome, plateau, plateauProgram } from '../support/real/plateau.ts';
import { notAsRoot } from '../support/skipUnless.ts';

describe('bad input gets one clear sentence, and a status that is not 0', () => {
  test.each([
    [['nonsense'], /Unknown command `nonsense`.*plateau help/, 2],
    [['run'], /needs the training's command after `--`/, 2],
    [['run', 'darknet'], /plateau run -- darknet/, 2],
    [['run', '--', 'no-such-program-anywhere'], /no-such-program-anywhere/, 1],
    [['run', '--cwd', '/no/such/place', '--', 'true'], /\/no\/such\/place/, 1],
    [['run', '--max-time', 'soon', '--', 'true'], /--max-time/, 2],
    [['run', '--max-time', '24', '--', 'true'], /`--max-time 24h` or `--max-time 24m`/, 2],
    [
      ['run', '--auto-stop', 'never', '--', 'true'],
      /--auto-stop expects careful, balanced, saver or nothing, not `never`/,
      2,
    ],
    [['run', 'stray', '--', 'true'], /Unexpected argument `stray`.*only flags before it/, 2],
    [['run', '--', '/etc/passwd/x'], /\/etc\/passwd\/x/, 1],
    [['run', '--', `./${'x'.repeat(300)}`], /cannot be looked at/, 1],
    [['demo', '--iterations', 'x'], /--iterations/, 2],
    [['demo', '--iterations', '0'], /--iterations expects a whole number from 1/, 2],
    [['demo', '--seed', '99999999999'], /--seed/, 2],
    [['demo', '--points', '11'], /--points/, 2],
    [['attach', 'no-such-run'], /no-such-run/, 1],
    [['attach'], /plateau run -- COMMAND/, 1],
    [['stop', 'no-such-run'], /no-such-run/, 1],
    [['watch', '/no/such/log'], /\/no\/such\/log/, 1],
    [['watch'], /FILE/, 2],
    [['inspect', '/no/such/log'], /\/no\/such\/log/, 1],
    [['inspect', '/'], /directory/, 1],
    [['replay', 'nothing-of-that-name'], /neither a file nor a training/, 1],
    [['advise', 'nothing-of-that-name'], /neither a file nor a training/, 1],
    [['inspect', '--trainer', 'abacus', 'x'], /--trainer/, 2],
    [['advise', '--metric', 'foo', 'package.json'], /foo is no metric: it must be one of map50-95, map50/, 2],
    [
      ['inspect', '--metric', 'loss=(?<=total )(.*)', 'x'],
      /the metric loss cannot be read, because it looks .* behind/,
      2,
    ],
  ])('plateau %j', (words, sentence, status) => {
    const { environment } = freshHome();
    const result = plateau(words, environment);
    expect(result.stderr).toMatch(sentence);
    expect(result.stderr.trim().split('\n')).toHaveLength(1);
    expect(result.status).toBe(status);
    expect(plateau(['runs', '--json'], environment).stdout).toBe('[]\n');
  });

  test('a directory of PATH that cannot be looked into is passed over', () => {
    const { directory, environment } = freshHome();
    const loop = join(directory, 'loop');
    symlinkSync(loop, loop);
    const env = { ...environment, PATH: `${loop}:/${'x'.repeat(300)}:${environment['PATH']}` };
    expect(plateau(['run', '--', 'echo', 'done'], env)).toMatchObject({ stderr: '' });
    expect(plateau(['run', '--', 'no-such-program'], env).stderr).toMatch(/was not found in any directory of PATH/);
  });

  test('a program that may not be executed is named', () => {
    const { directory, environment } = freshHome();
    const path = join(directory, 'train.sh');
    writeFileSync(path, '#!/bin/sh\n');
    chmodSync(path, 0o644);
    const { status, stderr } = plateau(['run', '--', path], environment);
    expect(stderr).toContain(path);
    expect(status).toBe(1);
  });

  test('an expression whose work would double with each letter is read in no time', () => {
    const { directory, environment } = freshHome();
    const path = join(directory, 'train.log');
    writeFileSync(path, `0 ${'a'.repeat(40)}!\n`);
    const { status, stderr } = plateau(['inspect', '--metric', 'loss=(a+)+$', path], environment);
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  test('a log that may not be read is named', notAsRoot, () => {
    const { directory, environment } = freshHome();
    const path = join(directory, 'secret.log');
    writeFileSync(path, 'x');
    chmodSync(path, 0o000);
    expect(plateau(['inspect', path], environment).stderr).toContain(path);
  });

  test('a log of no known trainer is shown as such', () => {
    const { directory, environment } = freshHome();
    const path = join(directory, 'other.log');
    writeFileSync(path, 'hello\nworld\n');
    const { status, stdout, stderr } = plateau(['inspect', path, '--json'], environment);
    expect(JSON.parse(stdout)).toMatchObject({ trainer: 'unknown', lines: 2, unexplained: 2 });
    expect(stderr).toMatch(/no trainer recognised/);
    expect(status).toBe(1);
  });

  test('binary junk is no reason to fall over', () => {
    const { directory, environment } = freshHome();
    const path = join(directory, 'junk.log');
    writeFileSync(path, Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) & 0xff)));
    const { status, stdout } = plateau(['inspect', path, '--json'], environment);
    expect(JSON.parse(stdout).trainer).toBe('unknown');
    expect(status).toBe(1);
  });

  test('a broken record of one run does not hide the others', () => {
    const { environment } = freshHome();
    expect(plateau(['run', '--name', 'whole', '--', 'seq', '100'], environment).status).toBe(0);
    const broken = join(environment['XDG_STATE_HOME']!, 'plateau/runs/20990101-000000-broken');
    mkdirSync(broken);
    writeFileSync(join(broken, 'run.json'), '{"id": "20990101-000000-bro');
    const { status, stdout, stderr } = plateau(['runs'], environment);
    expect(stdout).toContain('whole');
    expect(stderr).toContain('20990101-000000-broken');
    expect(status).toBe(1);
  });
});

describe('the exit status of `plateau run` without a terminal', () => {
  test.each([
    ['seq 100', 0],
    ['exit 3', 3],
    ['kill -TERM $$', 143],
  ])('is that of the training: sh -c "%s" gives %d', (script, status) => {
    const { environment } = freshHome();
    expect(plateau(['run', '--', 'sh', '-c', script], environment).status).toBe(status);
  });

  test.each([
    ['that prints nothing', 'exit 0'],
    ['of a known trainer that ends before it trains', 'echo "Ultralytics 8.3.241 Python-3.11.2 torch-2.5.1 CPU"'],
  ])('is 30 for a command %s, whatever its own success says', (_what, script) => {
    const { environment } = freshHome();
    expect(plateau(['run', '--', 'sh', '-c', script], environment).status).toBe(30);
  });
});

describe('a training that fails before a trainer is recognised', () => {
  test.each([
    ['RuntimeError: CUDA out of memory. Tried to allocate 2.00 GiB', 'RuntimeError: CUDA out of memory'],
    ['train.py: error: unrecognized arguments: --epoch', 'train.py: error: unrecognized arguments'],
    ['Error: no such config: x.yaml', 'Error: no such config: x.yaml'],
  ])('has its last complaint as the headline: %s', (line, headline) => {
    const { environment } = freshHome();
    const words = ['run', '--', 'sh', '-c', 'echo "error: 0.5"; echo "$0"; echo bye; exit 1', line];
    const { stdout, status } = plateau(words, environment);
    expect(stdout).toContain(`final verdict: FAILED: ${headline}`);
    expect(status).toBe(1);
  });
});

describe('a shell that leaves little', () => {
  const launcher = join(dirname(plateauProgram), 'plateau');
  const inShell = (script: string, cwd: string, environment: Record<string, string>) =>
    spawnSync('sh', ['-c', script, launcher], { cwd, env: environment, encoding: 'utf8', timeout: 60_000 });

  test.each([
    [
      'a full disk for the output',
      '"$0" runs >/dev/full',
      /The output could not be written: no space left on device\./,
    ],
    ['few open files', 'ulimit -n 20; "$0" runs', /at least 64 open files.*allows 20/],
    ['little address space', 'ulimit -v 400000; "$0" runs', /at least 2 GB of address space/],
    [
      'no working directory',
      'mkdir gone; cd gone; rmdir ../gone; "$0" inspect x',
      /working directory does not exist any more/,
    ],
    ['a symbolic link to itself', 'ln -s loop loop; "$0" inspect loop', /symbolic link that leads back to itself/],
    ['a name that is too long', `"$0" inspect ${'x'.repeat(300)}`, /longer than any file's can be/],
    ['a pipe that nobody writes into', 'mkfifo pipe; "$0" inspect pipe', /pipe that nobody writes into/],
    ['a device', '"$0" inspect /dev/zero', /is a device, not a log/],
    [
      'a device that is watched while somebody writes into it',
      'sleep 50 >/dev/null 2>&1 & "$0" watch /dev/null; status=$?; kill $!; exit $status',
      /is not a regular file; pipe it in instead/,
    ],
    ['a pipe for a configuration', 'mkfifo pipe; "$0" inspect --config pipe x', /it is not a regular file/],
    ['a device for a configuration', '"$0" inspect --config /dev/zero x', /it is not a regular file/],
    [
      'a home in /proc',
      'unset XDG_STATE_HOME XDG_CACHE_HOME; HOME=/proc "$0" run -- true',
      /No run directory could be made in \/proc/,
    ],
    [
      'a directory as a checkpoint',
      '"$0" run --auto-stop --checkpoint . -- true',
      /--checkpoint expects the file that is saved/,
    ],
    [
      'a checkpoint in no directory',
      '"$0" run --auto-stop --checkpoint no/x.pt -- true',
      /no\/x\.pt, whose directory does not exist yet/,
    ],
    [
      'a list with a zero byte',
      `printf 'a\\0b.png\\n' >t; echo a >n; printf 'classes=1\\ntrain=t\\nvalid=t\\nnames=n\\n' >d.data; "$0" check d.data >&2`,
      /a\\x00b\.png/,
    ],
  ])('is told of in a sentence: %s', (_what, script, sentence) => {
    const { directory, environment } = freshHome();
    const { status, stderr } = inShell(script, directory, environment);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(status).toBeGreaterThan(0);
  });
});
