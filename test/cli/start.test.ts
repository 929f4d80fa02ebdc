import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { afterAll, describe, expect, test } from 'vitest';
import { freshHome, plateauProgram } from '../support/real/plateau.ts';
import { asRoot } from '../support/skipUnless.ts';

const nobody = 65_534;

/** A copy of the program, whose code is ours to replace. */
function copiedProgram(directory: string): { readonly bin: string; readonly chunk: string } {
  const root = join(directory, 'program');
  const built = dirname(dirname(plateauProgram));
  for (const part of ['bin', 'dist', 'package.json']) {
    cpSync(join(built, part), join(root, part), { recursive: true, filter: (path) => !path.endsWith('.map') });
  }
  const chunk = readdirSync(join(root, 'dist')).find((name) =>
    readFileSync(join(root, 'dist', name), 'utf8').includes(genuine),
  );
  return { bin: join(root, 'bin/plateau.js'), chunk: join(root, 'dist', chunk!) };
}

const genuine = 'No training has been started here yet.';
const forged = 'Another user code was executed as you.';

function listRuns(bin: string, environment: NodeJS.ProcessEnv): string {
  return spawnSync(process.execPath, [bin, 'runs'], { env: environment, encoding: 'utf8', timeout: 60_000 }).stdout;
}

/** The files of a compile cache by their path in it. */
function cachedIn(directory: string): Map<string, Buffer> {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return new Map(
    files
      .filter((name) => statSync(join(directory, name)).isFile())
      .map((name) => [name, readFileSync(join(directory, name))]),
  );
}

/**
 * Bytecode of other code of the same length, with the checksum of the real code in its header, which is all that Node
 * compares: Node takes it for that of the program.
 */
function forgedCache(directory: string): { readonly bin: string; readonly files: ReadonlyMap<string, Buffer> } {
  const { bin, chunk } = copiedProgram(directory);
  const code = readFileSync(chunk, 'utf8');
  const cacheOf = (name: string) => {
    const cache = join(directory, name);
    const homes = { XDG_STATE_HOME: directory, XDG_CACHE_HOME: directory, XDG_CONFIG_HOME: directory };
    listRuns(bin, { ...process.env, ...homes, NODE_COMPILE_CACHE: cache });
    return cachedIn(cache);
  };
  const real = cacheOf('of-real-code');
  writeFileSync(chunk, code.replace(genuine, forged));
  const files = cacheOf('of-forged-code');
  writeFileSync(chunk, code);
  for (const [name, bytes] of files) {
    // The header: magic number, length of the code, that of the bytecode, checksum of the code, that of the bytecode.
    real.get(name)?.copy(bytes, 12, 12, 16);
  }
  return { bin, files };
}

function plant(directory: string, files: ReadonlyMap<string, Buffer>): void {
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), bytes);
  }
}

function giveAway(directory: string): void {
  const paths = ['', ...readdirSync(directory, { recursive: true, encoding: 'utf8' })];
  for (const name of paths) chownSync(join(directory, name), nobody, nobody);
}

describe('forged bytecode that another user left', () => {
  const workshop = mkdtempSync(join(tmpdir(), 'plateau-forgery-'));
  const { bin, files: forgery } = forgedCache(workshop);
  afterAll(() => rmSync(workshop, { recursive: true }));

  test('is what Node would execute from a cache directory that it is told to trust', () => {
    const { directory, environment } = freshHome();
    const cache = join(directory, 'planted');
    plant(cache, forgery);
    expect(listRuns(bin, { ...environment, NODE_COMPILE_CACHE: cache })).toContain(forged);
  });

  test.each<[string, (cache: string, temporary: string, files: ReadonlyMap<string, Buffer>) => void]>([
    [
      'in the temporary directory',
      (_cache, temporary, files) => {
        plant(join(temporary, 'node-compile-cache'), files);
        giveAway(temporary);
        chmodSync(temporary, 0o1777);
      },
    ],
    [
      'in a cache directory of its own',
      (cache, _temporary, files) => {
        plant(join(cache, 'plateau'), files);
        giveAway(join(cache, 'plateau'));
      },
    ],
    [
      'in a cache directory that everybody can write',
      (cache, _temporary, files) => {
        plant(join(cache, 'plateau'), files);
        chmodSync(join(cache, 'plateau'), 0o777);
      },
    ],
    [
      'behind a symbolic link',
      (cache, temporary, files) => {
        plant(join(temporary, 'theirs'), files);
        chmodSync(join(temporary, 'theirs'), 0o700);
        mkdirSync(cache, { recursive: true });
        symlinkSync(join(temporary, 'theirs'), join(cache, 'plateau'));
      },
    ],
    [
      'below a directory that everybody can write',
      (cache, _temporary, files) => {
        plant(join(cache, 'plateau'), files);
        chmodSync(join(cache, 'plateau'), 0o700);
        chmodSync(cache, 0o777);
      },
    ],
    [
      'below a directory of another user',
      (cache, _temporary, files) => {
        plant(join(cache, 'plateau'), files);
        chmodSync(join(cache, 'plateau'), 0o700);
        chownSync(cache, nobody, nobody);
      },
    ],
  ])('%s is not executed', asRoot, (_where, planted) => {
    const { directory, environment } = freshHome();
    const temporary = join(directory, 'tmp');
    mkdirSync(temporary);
    planted(environment['XDG_CACHE_HOME']!, temporary, forgery);
    const output = listRuns(bin, { ...environment, TMPDIR: temporary });
    expect(output).toContain(genuine);
  });
});

test('the compile cache is in the cache directory of the user, closed to others, and none is in the temporary one', () => {
  const { directory, environment } = freshHome();
  const temporary = join(directory, 'tmp');
  mkdirSync(temporary);
  listRuns(plateauProgram, { ...environment, TMPDIR: temporary });
  const cache = join(environment['XDG_CACHE_HOME']!, 'plateau');
  expect(statSync(cache).mode & 0o777).toBe(0o700);
  expect(readdirSync(cache)).not.toEqual([]);
  expect(readdirSync(temporary)).toEqual([]);
});

test.each([
  ['in /proc', '/proc'],
  ['that is a file', '/dev/null'],
])('without a usable cache directory (%s) it works all the same', (_what, home) => {
  const { environment } = freshHome();
  expect(listRuns(plateauProgram, { ...environment, XDG_CACHE_HOME: home })).toContain(genuine);
  expect(existsSync(join(home, 'plateau'))).toBe(false);
});
