import { expect, test } from 'vitest';
import { closingPicture } from '../../src/report/closingPicture.ts';
import { reduce } from '../../src/run/reduce.ts';
import { createRun } from '../../src/run/run.ts';
import { darknetEvents } from '../support/ui/fakes.ts';

function runUntil(iterations: number) {
  const run = createRun();
  for (const event of darknetEvents(iterations)) reduce(run, event, null);
  return run;
}

test('a training without a screen ends with its mAP as asciichart draws it, on an axis of a few round figures', () => {
  const [, title, ...lines] = closingPicture(runUntil(3000), 'percent');
  expect(title).toBe('mAP50 in percent, to iteration 3,000');
  expect(lines).toHaveLength(11);
  expect(lines.join('')).toMatch(/[╭╮╰╯─]/);
  expect(lines.join('')).not.toMatch(/[\u2800-\u28ff]/);
  const labels = lines.flatMap((line) => /^ *([\d.]+)┤/.exec(line)?.[1] ?? []);
  expect(labels).toEqual(['80', '60', '40', '20']);
});

test('two evaluations are no picture', () => {
  expect(closingPicture(runUntil(1100), 'percent')).toEqual([]);
});

test('a mAP is written as the trainer does, where that is asked for', () => {
  const [, title, ...lines] = closingPicture(runUntil(3000), 'fraction');
  expect(title).toBe('mAP50, to iteration 3,000');
  expect(lines.flatMap((line) => /^ *([\d.]+)┤/.exec(line)?.[1] ?? [])).toEqual(['0.8', '0.6', '0.4', '0.2']);
});
