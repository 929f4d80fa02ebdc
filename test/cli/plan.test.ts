import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createAdvisor } from '../../src/advisor/advisor.ts';
import { defaultSettings } from '../../src/advisor/verdict.ts';
import { freshHome, plateau, recordsIn } from '../support/real/plateau.ts';
import { needs } from '../support/real/programs.ts';
import { drawShapes } from '../support/real/shapes.ts';
import { runOf, trainingWith } from '../support/run/build.ts';

describe('plateau run --plan on a real Darknet training', needs('darknet'), () => {
  test('takes the length that the data set asks for as its budget, and stops for nothing else', () => {
    const { directory, environment } = freshHome();
    const { command } = drawShapes({ directory: join(directory, 'shapes') });
    const { status, stderr } = plateau(['run', '--plan', '--detach', '--', ...command], environment);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const [record] = recordsIn(environment);
    // AlexeyAB's rule: 2000 iterations a class, not fewer than 6000 in all.
    expect(record!.advice).toMatchObject({ maxIterations: 6000, maxEpochs: null });
    expect(record!.armed?.plan).toMatchObject({ when: 'advice', heeds: 'budget' });
  });

  test('checks the data set in the background, and its findings are with the run', async () => {
    const { directory, environment } = freshHome();
    const { command } = drawShapes({ directory: join(directory, 'shapes') });
    expect(plateau(['run', '--detach', '--', ...command], environment).status).toBe(0);
    const [record] = recordsIn(environment);
    const path = join(dirname(record!.log), 'checklist.json');
    // The check has the lowest priority: on a busy machine it takes minutes.
    await expect.poll(() => JSON.parse(readFileSync(path, 'utf8')).state, { timeout: 600_000 }).toBe('done');
  }, 700_000);
});

describe('plateau run --plan', () => {
  test('says what is missing where the length cannot be planned', () => {
    const { environment } = freshHome();
    const { status, stderr } = plateau(['run', '--plan', '--', 'sh', '-c', 'exit 0'], environment);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(status).not.toBe(0);
    expect(recordsIn(environment)).toEqual([]);
  });
});

test('what to try once the budget is spent is that of the data set, where it was checked', () => {
  const circumstances = { now: 0, alive: true, exit: null, quietSince: null, habits: null };
  const run = runOf(...trainingWith([0.1, 0.2]));
  const advisor = createAdvisor({ ...defaultSettings, maxIterations: 100 });
  expect(advisor.advise(run, circumstances).todo[1]).toContain('Check the accuracy of the annotations');
  const afterBudget = ['Mend the annotations first: 12 boxes that are there twice.'];
  expect(advisor.advise(run, { ...circumstances, afterBudget }).todo.slice(1)).toEqual(afterBudget);
});
