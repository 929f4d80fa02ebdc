import { expect, test } from 'vitest';
import type { ArmedStop } from '../../src/stopping/control.ts';
import { createPlanLines } from '../../src/report/planLines.ts';

const armed: ArmedStop = {
  plan: { when: 'checkpoint' },
  by: 'a test',
  since: 0,
  stage: 'checkpoint',
  endsAt: null,
  reason: null,
  note: 'stops after the next save',
};

function state(stop: ArmedStop | null, paused = false, over = false) {
  const exit = over ? { code: 0, signal: null, time: 0, left: [] } : null;
  return { armed: () => stop, paused: () => paused, exit: () => exit };
}

test('a planned stop is told once, and again when something happens to it', () => {
  const lines = createPlanLines();
  expect(lines.changes(state(null))).toEqual([]);
  expect(lines.changes(state(armed))).toEqual(['stop: stops after the next save']);
  expect(lines.changes(state(armed))).toEqual([]);
  expect(lines.changes(state({ ...armed, reason: 'the job is over' }))).toEqual([
    'stop: stops after the next save (the job is over)',
  ]);
  expect(lines.changes(state(null))).toEqual(['stop: called off']);
});

test('a plan that ends with the training is not told to be called off', () => {
  const lines = createPlanLines();
  lines.changes(state(armed));
  expect(lines.changes(state(null, false, true))).toEqual([]);
});

test('a pause and its end are told', () => {
  const lines = createPlanLines();
  expect(lines.changes(state(null, true))).toEqual(['paused']);
  expect(lines.changes(state(null, true))).toEqual([]);
  expect(lines.changes(state(null, false))).toEqual(['resumed']);
});
