import { expect, test } from 'vitest';
import { habitsOfTraining } from '../../src/monitor/habitsOfTraining.ts';
import { createRun } from '../../src/run/run.ts';
import { reduce } from '../../src/run/reduce.ts';
import { hfTrainer } from '../../src/trainers/hfTrainer/hfTrainer.ts';

test('a training saves on SIGTERM where its command or its log says so', () => {
  const run = createRun();
  expect(habitsOfTraining(hfTrainer, run, ['python', 'run.py'])).toBe(hfTrainer.habits);
  expect(habitsOfTraining(hfTrainer, run, ['python', 'run.py', '--enable_jit_checkpoint'])?.savesOnTerminate).toBe(
    true,
  );
  reduce(run, { type: 'plan', plan: { savesOnTerminate: true } }, null);
  expect(habitsOfTraining(hfTrainer, run, ['python', 'run.py'])?.savesOnTerminate).toBe(true);
  expect(habitsOfTraining(null, run, [])).toBeNull();
});
