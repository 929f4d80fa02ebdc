import { describe, expect, test } from 'vitest';
import { violationsOf } from './plant.ts';

test('one-room-a-type-name finds a name that two rooms export, but not one that is handed on', () => {
  const files = {
    'src/run/a.ts': 'export interface Curve { readonly x: number }',
    'src/charts/b.ts': 'export type Curve = readonly number[];',
    'src/report/c.ts': "export type { Curve } from '../charts/b.ts';",
    'src/charts/d.ts': 'interface Row {}\nexport type Cell = string;',
    'src/charts/e.ts': 'export type Row = Cell[];\nexport type Cell = number;',
  };
  expect(violationsOf('one-room-a-type-name', files)).toEqual([
    'Curve is exported by src/charts/b.ts and src/run/a.ts',
  ]);
});

test('unused-exports finds what nobody imports, or only tests do', () => {
  const files = {
    'src/run/a.ts':
      'export const used = 1;\nexport function unused() {}\nexport const helper = 2;\nexport type Free = number;',
    'src/run/b.ts': "import { used } from './a.ts';\nexport async function loaded() {}",
    'src/run/c.ts': "const { loaded } = await import('./b.ts');\nexport const inner = 3;\nloaded(inner);",
    'test/run/a.test.ts': "import { helper } from '../../src/run/a.ts';\nimport { inner } from '../../src/run/c.ts';",
  };
  expect(violationsOf('unused-exports', files)).toEqual([
    'src/run/a.ts exports unused, which nobody imports',
    'src/run/a.ts exports helper, which only tests import',
  ]);
});

describe('folder-size finds', () => {
  const files = (folder: string, count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`${folder}/file${n}.ts`, '']));

  test('more than twenty files directly in a folder', () => {
    expect(violationsOf('folder-size', { ...files('src/run', 21), ...files('src/run/series', 3) })).toEqual([
      'src/run holds 21 files',
    ]);
  });

  test('nothing in twenty, in commands and in trainers', () => {
    const folders = { ...files('src/run', 20), ...files('src/cli', 30), ...files('src/trainers', 30) };
    expect(violationsOf('folder-size', folders)).toEqual([]);
  });
});

describe('comment-width finds', () => {
  test('a comment beyond column 120, in whichever form', () => {
    const long = 'x'.repeat(118);
    const text = `// ${long}\n/** ${long} */\n/**\n * ${long}\n */\nconst a = 1; // ${long.slice(10)}\n`;
    expect(violationsOf('comment-width', { 'src/run/a.ts': text })).toEqual([
      'src/run/a.ts:1,2,4,6 has comments beyond column 120',
    ]);
  });

  test('nothing in a long string that looks like one', () => {
    expect(violationsOf('comment-width', { 'src/run/a.ts': `const a = '// ${'x'.repeat(130)}';` })).toEqual([]);
  });
});

describe('repeated-lines finds', () => {
  const once = `
export function read(text: string): number | null {
  const found = pattern.exec(text);
  if (found === null) return null;

  // The first of them counts.
  const value = Number(found[1]);
  if (!Number.isFinite(value)) {
    return null;
  }
  return value > 10 ? value - 1 : value + 2;
}
`;
  const again = once
    .replaceAll('found', 'match')
    .replaceAll('value', 'size')
    .replaceAll('10', '0.5')
    .replace('The first of them counts.', 'As printed.');

  test('nine lines that stand again under other names, with other numbers and comments', () => {
    expect(violationsOf('repeated-lines', { 'src/run/a.ts': once, 'src/log/b.ts': `const a = 1;${again}` })).toEqual([
      'src/log/b.ts:2-12 stands again in src/run/a.ts:2-12',
    ]);
  });

  test('them in one file', () => {
    expect(violationsOf('repeated-lines', { 'src/run/a.ts': `${once}${again}` })).toHaveLength(1);
  });

  test('nothing in eight lines, in imports, or in the fields of two interfaces', () => {
    const eight = once.replace(/\n\}\n$/, '').replace('    return null;\n  }', '}');
    const imports = Array.from({ length: 20 }, (_, n) => `import { a${n} } from './a${n}.ts';\n`).join('');
    const fields = `interface A {\n${'  readonly name: string;\n'.repeat(20)}}\n`;
    const files = { 'src/run/a.ts': imports + fields + eight, 'src/log/b.ts': `${imports}${fields}call();${eight}` };
    expect(violationsOf('repeated-lines', files)).toEqual([]);
  });
});

describe('test-tree finds', () => {
  test('a test of no file or folder, and a helper beside tests', () => {
    const files = {
      'src/run/series.ts': '',
      'src/ui/view/frame.ts': '',
      'test/run/series.test.ts': '',
      'test/run/series.growth.test.ts': '',
      'test/ui/view.test.tsx': '',
      'test/run/run.reading.test.ts': '',
      'test/run/growth.test.ts': '',
      'test/run/build.ts': '',
      'test/support/build.ts': '',
      'test/terminal/golden.test.ts': '',
    };
    expect(violationsOf('test-tree', files)).toEqual([
      'test/run/build.ts is no test, and helpers are in test/support/',
      'test/run/growth.test.ts tests no file or folder of its path',
    ]);
  });
});

test('skips-say-why finds a skip that says no reason', () => {
  const files = {
    'test/run/a.test.ts':
      "test.skipIf(!found)('reads', () => {});\ndescribe.skip('writes', () => {});\ntest('ends', { skip: true }, () => {});",
    'test/run/b.test.ts': "test('reads', skipUnless('needs Linux', found), () => {});",
  };
  expect(violationsOf('skips-say-why', files)).toEqual([
    'test/run/a.test.ts:1 skips without a word',
    'test/run/a.test.ts:2 skips without a word',
    'test/run/a.test.ts:3 skips without a word',
  ]);
});

test('own-fixtures finds a path that leads out of the repository', () => {
  const files = {
    'test/run/a.test.ts':
      "new URL('../../fixtures/a.log', import.meta.url);\nnew URL('../../../elsewhere/a.log', import.meta.url);",
  };
  expect(violationsOf('own-fixtures', files)).toEqual(["test/run/a.test.ts:2 reads '../../../elsewhere/a.log'"]);
});
