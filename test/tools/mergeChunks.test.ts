import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { build } from 'esbuild';
import { describe, expect, onTestFinished, test } from 'vitest';
import { mergeChunks } from '../../tools/mergeChunks.ts';

/** Two programs and a part that both import later; each module says its name when it is loaded. */
const sources = {
  'one.ts': `import { a } from './a'; import { b } from './b'; console.log(a, b); import('./later').then(({ c }) => console.log(c));`,
  'two.ts': `import { b } from './b'; import { a as first } from './a'; import d from './d'; console.log(first, b, d.name); import('./later');`,
  'later.ts': `import { b } from './b'; import { shared } from './shared'; export const c = b + shared;`,
  'other.ts': `import { a } from './a'; console.log('other', a);`,
  'a.ts': `import { shared } from './shared'; console.log('load a'); export const a = 'a' + shared;`,
  'b.ts': `import { shared } from './shared'; console.log('load b'); export const b = 'b' + shared;`,
  'shared.ts': `console.log('load shared'); const value = await Promise.resolve(1); export { value as shared };`,
  'd.ts': `export default class D { static name = 'd'; }`,
};

async function built(programs: readonly (readonly string[])[] | null) {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-chunks-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  mkdirSync(join(directory, 'src'));
  for (const [name, text] of Object.entries(sources)) writeFileSync(join(directory, 'src', name), text);
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
  const { metafile } = await build({
    absWorkingDir: directory,
    entryPoints: ['src/one.ts', 'src/two.ts', 'src/other.ts'],
    outdir: 'out',
    metafile: true,
    bundle: true,
    splitting: true,
    sourcemap: true,
    format: 'esm',
    platform: 'node',
  });
  const out = join(directory, 'out');
  if (programs !== null) await mergeChunks(out, metafile, programs);
  const said = (program: string): readonly string[] =>
    execFileSync(process.execPath, [join(out, `${program}.js`)], { encoding: 'utf8' }).split('\n');
  return { said, files: readdirSync(out).filter((name) => name.endsWith('.js')) };
}

describe('chunks that the same programs load', () => {
  const programs = [['src/one.ts', 'src/later.ts'], ['src/two.ts']];

  test('become one file, and each of them loads and says what it did', async () => {
    const [before, after] = [await built(null), await built(programs)];
    for (const program of ['one', 'two']) {
      expect(after.said(program).toSorted()).toEqual(before.said(program).toSorted());
    }
    expect(after.said('one')).toContain('a1 b1');
    expect(after.said('other')).toEqual(expect.arrayContaining([...before.said('other')]));
    expect(after.files.length).toBeLessThan(before.files.length);
    expect(after.files.filter((name) => name.startsWith('merged-'))).toHaveLength(1);
  });

  test('have the same name after each build of the same sources', async () => {
    expect((await built(programs)).files).toEqual((await built(programs)).files);
  });

  test('are left as they are where no program is named', async () => {
    expect((await built([])).files).toEqual((await built(null)).files);
  });

  test('cannot be found for a source that no program begins with', async () => {
    await expect(built([['src/a.ts']])).rejects.toThrow('src/a.ts is not imported with import()');
  });
});
