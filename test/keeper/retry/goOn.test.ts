import { expect, test } from 'vitest';
import { readTraining } from '../../../src/keeper/retry/goOn.ts';
import { workplace } from '../../support/continuing/ended.ts';
import { freshStateHome, writtenRun } from '../../support/history/home.ts';

freshStateHome();

const log = (...lines: readonly string[]): string =>
  ['a', 'Learning Rate: 0.001, Momentum: 0.9, Decay: 0.0005', ...lines, ''].join('\n');
const iteration = (at: number): string => `${at}: 1.5, 1.5 avg, 0.001 rate, 0.1 seconds, ${at * 64} images`;

test('a training that has saved nothing since it was gone on with goes on from the save before', async () => {
  const cwd = workplace({
    'a.data': '',
    'a.cfg': '[net]\nmax_batches = 500\n',
    'backup/a.backup': Buffer.alloc(420, 1),
  });
  const command = ['darknet', 'detector', 'train', 'a.data', 'a.cfg'];
  writtenRun('1-first', log(iteration(100), 'Saving weights to backup/a.backup', iteration(101)), { command, cwd });
  const continues = { run: '1-first', file: `${cwd}/backup/a.backup`, at: 100 };
  const crash = 'CUDA Error: unspecified launch failure';
  const second = writtenRun('2-second', log(iteration(101), iteration(102), crash), { command, cwd, continues });
  const { run, goesOn } = await readTraining(second);
  expect(goesOn()).toMatchObject({ can: true, plan: { weights: { path: 'backup/a.backup', at: 100 } } });
  // How it ended is its own affair.
  expect(run.iterations).toMatchObject({ first: 101 });
});
