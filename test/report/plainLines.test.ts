import { describe, expect, test } from 'vitest';
import { createAdvisor } from '../../src/advisor/advisor.ts';
import { defaultSettings } from '../../src/advisor/verdict.ts';
import { createPlainLines } from '../../src/report/plainLines.ts';
import type { RunEvent } from '../../src/run/events.ts';
import { countLine, reduce } from '../../src/run/reduce.ts';
import { createRun, type Run } from '../../src/run/run.ts';
import type { MetricUnit } from '../../src/words/metric.ts';
import { evaluation, iterations } from '../support/run/build.ts';

function reporter(mapUnit: MetricUnit = 'percent') {
  const run = createRun();
  const plain = createPlainLines(mapUnit);
  const advisor = createAdvisor(defaultSettings);
  let now = 0;
  const verdict = (of: Run) =>
    advisor.advise(of, {
      now,
      alive: true,
      exit: null,
      quietSince: null,
      habits: { family: 'yolo', lossBands: true },
    });
  return {
    after: (seconds: number, ...events: RunEvent[]) => {
      now += seconds;
      for (const event of events) reduce(run, event, null);
      return plain.changes(run, verdict(run), now);
    },
    closing: () => plain.closing(run, verdict(run)),
  };
}

describe('a training without a terminal', () => {
  test('begins each line with the time of day, where it is known when the lines of the log came', () => {
    const run = createRun();
    reduce(run, { type: 'trainer', name: 'darknet-alexeyab', version: null }, 1000);
    countLine(run, true, 1000);
    const verdict = createAdvisor(defaultSettings).advise(run, {
      now: 1000,
      alive: true,
      exit: null,
      quietSince: null,
      habits: null,
    });
    for (const line of createPlainLines('percent').changes(run, verdict, 1000)) {
      expect(line).toMatch(/^\d\d:\d\d:\d\d (?:trainer|verdict): /);
    }
  });

  test('writes the figures of an evaluation as the trainer does, where that is asked for', () => {
    const lines = reporter('fraction').after(0, ...iterations(1, 100, 3), evaluation(100, 0.25, { recall: 0.5 }));
    expect(lines).toContain('evaluation at iteration 100: mAP50 0.250, recall 0.500');
  });

  test('prints the trainer, a line about the loss now and then, and each evaluation once', () => {
    const { after } = reporter();
    expect(after(0, { type: 'trainer', name: 'darknet-alexeyab', version: null })).toEqual([
      'trainer: darknet-alexeyab',
      'verdict: WAITING: no iteration yet',
    ]);
    const first = after(1, { type: 'plan', plan: { iterations: 400 } }, ...iterations(1, 10, 5));
    expect(first[0]).toBe('iteration 10/400, loss 5, about 3 min left');
    expect(after(1, ...iterations(11, 20, 4))).toEqual([]);
    expect(after(10, ...iterations(21, 100, 3), evaluation(100, 0.25, { recall: 0.5 }))).toEqual([
      'iteration 100/400, loss 3, about 3 min left',
      'evaluation at iteration 100: mAP50 25.0 %, recall 50.0 %',
      'verdict: TOO EARLY TO TELL: 1 evaluation so far, 5 are needed',
    ]);
    expect(after(1)).toEqual([]);
  });

  test('says when the verdict changes, and only then', () => {
    const { after } = reporter();
    after(0, ...iterations(1, 10));
    const nan = { iteration: 11, loss: Number.NaN } as const;
    const lines = after(1, { ...iterations(11, 11)[0]!, ...nan }, { ...iterations(12, 12)[0]!, loss: Number.NaN });
    expect(lines.filter((line) => line.startsWith('verdict:'))).toHaveLength(1);
    expect(lines.at(-1)).toMatch(/^verdict: DIVERGED, STOP: /);
    expect(after(1, { ...iterations(13, 13)[0]!, loss: Number.NaN })).toEqual([]);
  });

  test('prints faults and saves as they come', () => {
    const { after } = reporter();
    const lines = after(
      0,
      { type: 'fault', text: 'Cannot load image "a.jpg"', fatal: false },
      { type: 'checkpoint', path: 'backup/a_last.weights', at: 100, role: 'last' },
    );
    expect(lines).toContain('warning: Cannot load image "a.jpg"');
    expect(lines).toContain('saved: backup/a_last.weights');
  });

  test('ends with the final verdict, its reasons and what to do', () => {
    const { after, closing } = reporter();
    after(0, { type: 'fault', text: 'CUDA Error: out of memory', fatal: true });
    const lines = closing();
    expect(lines).toContain('final verdict: FAILED: CUDA Error: out of memory');
    expect(lines.some((line) => line.startsWith('  next: '))).toBe(true);
    expect(lines[0]).toContain('no trainer recognised');
  });
});
