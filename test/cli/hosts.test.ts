import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { freshHome, plateau } from '../support/real/plateau.ts';

test('plateau hosts keeps the machines in the own configuration file, and leaves all else in it', () => {
  const { environment } = freshHome();
  const path = join(environment['XDG_CONFIG_HOME']!, 'plateau/config.json');
  expect(plateau(['hosts'], environment)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('plateau hosts add'),
  });
  expect(existsSync(path)).toBe(false);
  expect(plateau(['hosts', 'add', 'gpu1', 'me@10.0.0.7', 'gpu1'], environment).stdout).toBe('gpu1\nme@10.0.0.7\n');
  const kept = { theme: 'light', ...JSON.parse(readFileSync(path, 'utf8')) };
  writeFileSync(path, JSON.stringify(kept));
  expect(plateau(['hosts', 'rm', 'gpu1', '--json'], environment).stdout).toBe('["me@10.0.0.7"]\n');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ theme: 'light', hosts: ['me@10.0.0.7'] });
});

test('plateau hosts refuses what ssh would take for an option, a host that is none, and a file that it cannot read', () => {
  const { environment } = freshHome();
  const path = join(environment['XDG_CONFIG_HOME']!, 'plateau/config.json');
  expect(plateau(['hosts', 'add', '--', '-oProxyCommand=x'], environment)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('named as ssh knows it'),
  });
  expect(plateau(['hosts', 'rm', 'gpu1'], environment)).toMatchObject({
    status: 2,
    stderr: `plateau: gpu1 is none of the hosts in ${path}.\n`,
  });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '{ "hosts": ');
  expect(plateau(['hosts', 'add', 'gpu1'], environment)).toMatchObject({ status: 2, stdout: '' });
  expect(readFileSync(path, 'utf8')).toBe('{ "hosts": ');
});

test('a configuration file that is a link stays one', () => {
  const { directory, environment } = freshHome();
  const path = join(environment['XDG_CONFIG_HOME']!, 'plateau/config.json');
  const real = join(directory, 'dotfiles.json');
  writeFileSync(real, '{}');
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(real, path);
  plateau(['hosts', 'add', 'gpu1'], environment);
  expect(lstatSync(path).isSymbolicLink()).toBe(true);
  expect(JSON.parse(readFileSync(real, 'utf8'))).toEqual({ hosts: ['gpu1'] });
});
