import { describe, expect, test } from 'vitest';
import { violationsOf } from './plant.ts';

describe('room-order finds', () => {
  test('an import of a later room, be it of a type, dynamic, handed on or over several lines', () => {
    const files = {
      'src/run/a.ts': "import type { B } from '../advisor/b.ts';",
      'src/run/c.ts': "const b = await import('../advisor/b.ts');",
      'src/run/d.ts': "export { b } from '../advisor/b.ts';",
      'src/run/e.ts': "import {\n  b, // the verdict\n} from '../advisor/b.ts';",
      'src/advisor/b.ts': "import { a } from '../run/a.ts';",
    };
    expect(violationsOf('room-order', files)).toEqual([
      'src/run/a.ts imports src/advisor/b.ts',
      'src/run/c.ts imports src/advisor/b.ts',
      'src/run/d.ts imports src/advisor/b.ts',
      'src/run/e.ts imports src/advisor/b.ts',
    ]);
  });

  test('a file in no room', () => {
    expect(violationsOf('room-order', { 'src/utils/a.ts': '' })).toEqual(['src/utils/a.ts is in no room of the list']);
  });

  test('nothing in a text or a comment', () => {
    const text = "const a = `import { b } from '../advisor/b.ts'`; // import { b } from '../advisor/b.ts';";
    expect(violationsOf('room-order', { 'src/run/a.ts': text, 'src/advisor/b.ts': '' })).toEqual([]);
  });
});

test('report-and-ui finds either as it imports the other', () => {
  const files = {
    'src/report/a.ts': "import type { B } from '../ui/b.ts';",
    'src/ui/b.ts': "import { a } from '../report/a.ts';",
  };
  expect(violationsOf('report-and-ui', files)).toEqual([
    'src/report/a.ts imports src/ui/b.ts',
    'src/ui/b.ts imports src/report/a.ts',
  ]);
});

test('nobody-imports-cli finds what imports a command, commands aside', () => {
  const files = {
    'src/cli/run.ts': "import { options } from './options/words.ts';",
    'src/cli/options/words.ts': '',
    'src/demo/program.ts': "import { options } from '../cli/options/words.ts';",
  };
  expect(violationsOf('nobody-imports-cli', files)).toEqual(['src/demo/program.ts imports src/cli/options/words.ts']);
});

test('ui-layers finds keys that import panes, and views that import the terminal', () => {
  const files = {
    'src/ui/state/keys/keys.ts': "import { pane } from '../../view/panes/pane.ts';",
    'src/ui/view/panes/pane.ts': "import { Screen } from '../../terminal/Screen.tsx';",
    'src/ui/terminal/Screen.tsx': "import { keys } from '../state/keys/keys.ts';",
  };
  expect(violationsOf('ui-layers', files)).toEqual([
    'src/ui/state/keys/keys.ts imports src/ui/view/panes/pane.ts',
    'src/ui/view/panes/pane.ts imports src/ui/terminal/Screen.tsx',
  ]);
});

test('demo-is-a-program finds whoever imports more of the demo than cli its scenarios', () => {
  const files = {
    'src/demo/scenarios.ts': '',
    'src/demo/train.ts': "import { scenarios } from './scenarios.ts';",
    'src/cli/demo.ts': "import { scenarios } from '../demo/scenarios.ts';",
    'src/cli/run.ts': "import { train } from '../demo/train.ts';",
    'src/app/view.ts': "import { scenarios } from '../demo/scenarios.ts';",
  };
  expect(violationsOf('demo-is-a-program', files)).toEqual([
    'src/app/view.ts imports src/demo/scenarios.ts',
    'src/cli/run.ts imports src/demo/train.ts',
  ]);
});

test('no-cycles finds a circle of files, once', () => {
  const files = {
    'src/run/a.ts': "import { b } from './b.ts';",
    'src/run/b.ts': "import type { C } from './c.ts';",
    'src/run/c.ts': "import { b } from './b.ts';",
  };
  expect(violationsOf('no-cycles', files)).toEqual(['src/run/b.ts imports src/run/c.ts imports src/run/b.ts']);
});

describe('pure-rooms finds', () => {
  const clean = {
    'src/run/a.ts': '',
    'src/trainers/a.ts': '',
    'src/advisor/a.ts': '',
    'src/stopping/machine.ts': '',
    'src/charts/a.ts': '',
    'src/ui/view/a.ts': '',
  };

  test.each(Object.keys(clean))('a file system in %s', (path) => {
    expect(violationsOf('pure-rooms', { ...clean, [path]: "import { statSync } from 'node:fs';" })).toEqual([
      `${path} imports node:fs`,
    ]);
  });

  test.each([
    "import { setTimeout as sleep } from 'node:timers/promises';",
    "import { execa } from 'execa';",
    "import process from 'node:process';",
    "import { spawn } from 'node:child_process';",
    "const { readFile } = await import('node:fs/promises');",
  ])('%s', (text) => {
    expect(violationsOf('pure-rooms', { ...clean, 'src/run/a.ts': text })).toHaveLength(1);
  });

  test('a file system that is reached over other files, unless only their types are', () => {
    const files = {
      ...clean,
      'src/run/a.ts': "import { b } from '../log/b.ts';",
      'src/advisor/a.ts': "import { type B } from '../log/b.ts';",
      'src/log/b.ts': "import { readFileSync } from 'node:fs';",
    };
    expect(violationsOf('pure-rooms', files)).toEqual(['src/run/a.ts imports src/log/b.ts imports node:fs']);
  });

  test.each([
    ['setTimeout(', 'setTimeout(next, 10);'],
    ['setInterval(', 'setInterval(next, 10);'],
    ['Date.now', 'const time = Date.now();'],
    ['Date()', 'const time = new Date();'],
    ['performance.', 'const time = performance.now();'],
    ['process.', "const home = process.env['HOME'];"],
  ])('%s', (used, text) => {
    expect(violationsOf('pure-rooms', { ...clean, 'src/run/a.ts': `\n${text}` })).toEqual([
      `src/run/a.ts:2 uses ${used}`,
    ]);
  });

  test('nothing in a date that is told, or in a process of its own', () => {
    const text = 'const day = new Date(time); for (const process of left) names.push(process.name); facts.process.pid;';
    expect(violationsOf('pure-rooms', { ...clean, 'src/run/a.ts': text })).toEqual([]);
  });

  test('a pure place that is no more, so that the rule is not about nothing', () => {
    const { 'src/stopping/machine.ts': _, ...files } = clean;
    expect(violationsOf('pure-rooms', files)).toEqual(['there is no src/stopping/machine, which should be pure']);
  });
});
