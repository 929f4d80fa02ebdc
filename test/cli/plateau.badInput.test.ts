import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freshHome, plateau } from '../support/real/plateau.ts';
import { notAsRoot } from '../support/skipUnless.ts';

describe('bad input gets one clear sentence, and a status that is not 0', () => {
  test.each([
    [['nonsense'], /Unknown command `nonsense`.*plateau help/, 2],
    [['run'], /needs the training's command after `--`/, 2],
    [['run', 'darknet'], /plateau run -- darknet/, 2],
    [['run', '--', 'no-such-program-anywhere'], /no-such-program-anywhere/, 1],
    [['run', '--cwd', '/no/such/place', '--', 'true'], /\/no\/such\/place/, 1],
    [['run', '--max-time', 'soon', '--', 'true'], /--max-time/, 2],
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
  ])('plateau %j', (words, sentence, status) => {
    const { environment } = freshHome();
    const result = plateau(words, environment);
    expect(result.stderr).toMatch(sentence);
    expect(result.stderr.trim().split('\n')).toHaveLength(1);
    expect(result.status).toBe(status);
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
    expect(plateau(['run', '--name', 'whole', '--', 'echo', 'done'], environment).status).toBe(0);
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
    ['echo done', 0],
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
