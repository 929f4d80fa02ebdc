import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createReading } from '../../src/monitor/reading.ts';
import { unknownEpoch } from '../../src/trainers/kit/printed.ts';
import type { RunEvent } from '../../src/run/events.ts';
import { lastSave, unsavedWork } from '../../src/run/saves.ts';
import { evaluation, iteration, iterations, runOf } from '../support/run/build.ts';

const silent = { savedWhen: 'evaluated' } as const;
const save = (at: number): RunEvent => ({ type: 'checkpoint', path: `${at}.pt`, at, role: 'last' });

describe('what a stop would lose', () => {
  test('is everything where nothing was saved', () => {
    expect(unsavedWork(runOf(...iterations(1, 906)), null)).toEqual({ steps: 906, seconds: 453 });
  });

  test('is what came after the last save', () => {
    const run = runOf(...iterations(1, 100), save(100), ...iterations(101, 140));
    expect(unsavedWork(run, null)).toEqual({ steps: 40, seconds: 20 });
  });

  test('is what came after the last evaluation where the trainer saves without a word: probably', () => {
    const run = runOf(...iterations(1, 100), evaluation(100, 0.4), ...iterations(101, 140));
    expect(lastSave(run, silent)).toEqual({ path: null, at: 100, elapsed: 50, isProbable: true });
    expect(unsavedWork(run, silent)).toEqual({ steps: 40, seconds: 20 });
    expect(lastSave(run, null)).toBeNull();
  });

  test('counts from where the training was resumed', () => {
    const run = runOf({ type: 'resumed', at: 5000 }, ...iterations(5001, 5010));
    expect(unsavedWork(run, null)).toEqual({ steps: 10, seconds: 5 });
  });

  test('does not count a save of before that lies further on', () => {
    const run = runOf(...iterations(1, 150), save(150), { type: 'resumed', at: 100 }, ...iterations(101, 105));
    expect(lastSave(run, null)).toBeNull();
    expect(unsavedWork(run, null).steps).toBe(5);
  });

  test('counts from the first step of a log that goes on where another one ended', () => {
    expect(unsavedWork(runOf(...iterations(5001, 5010)), null).steps).toBe(10);
    expect(unsavedWork(runOf(iteration(5050), iteration(5100), iteration(5150)), null).steps).toBe(150);
  });

  test('counts from the epoch before the first one that is printed, where each is', () => {
    const epoch = (at: number): RunEvent => ({ ...unknownEpoch, epoch: at, loss: 1 });
    expect(unsavedWork(runOf(epoch(7)), { savedWhen: 'reported' }).steps).toBe(1);
    expect(unsavedWork(runOf(epoch(10)), { printsEveryEpoch: false }).steps).toBe(10);
    expect(unsavedWork(runOf(epoch(1)), {}).steps).toBe(1);
  });

  test('counts from the beginning of an epoch where steps are printed now and then', () => {
    const plan: RunEvent = { type: 'plan', plan: { iterations: 300, epochs: 6 } };
    expect(unsavedWork(runOf(plan, iteration(101), iteration(121), iteration(141)), null).steps).toBe(41);
  });

  test('takes the first of steps that are printed now and then for no resume', () => {
    expect(unsavedWork(runOf(iteration(50), iteration(100)), null).steps).toBe(100);
    expect(unsavedWork(runOf(iteration(50)), null).steps).toBe(50);
  });

  test.each(['detr/detr-r50.log', 'd-fine/dfine-s-custom.log', 'rf-detr/rf-detr-base-1.2-early-stop.log'])(
    'is at most an epoch of the recorded %s',
    (file) => {
      const reading = createReading();
      reading.push(readFileSync(`fixtures/${file}`), null);
      reading.end();
      const { run } = reading;
      const epoch = run.plan.iterations! / run.plan.epochs!;
      expect(unsavedWork(run, reading.trainer()!.habits).steps).toBeLessThanOrEqual(epoch);
    },
  );
});
