import { describe, expect, test } from 'vitest';
import { averagePrecision } from '../../../src/demo/evaluation/averagePrecision.ts';
import type { RankedDetection } from '../../../src/demo/evaluation/averagePrecision.ts';
import { createRandom } from '../../../src/demo/random.ts';

/** Detections from the surest to the least sure one, `+` correct and `-` not. */
const ranked = (signs: string): RankedDetection[] =>
  signs.split('').map((sign, index) => ({ confidence: 1 - index / 100, correct: sign === '+' }));

describe('average precision', () => {
  test.each([
    ['all found, nothing else', '++', 2, 1],
    ['one of two found', '+', 2, 0.5],
    ['nothing found', '---', 2, 0],
    ['nothing detected', '', 2, 0],
    ['nothing there', '-', 0, 0],
    // Precision 1 up to recall 1/3, then 2/3 up to 2/3, then 3/5 to the end.
    ['two false ones in between', '+-+-+', 3, (1 + 2 / 3 + 3 / 5) / 3],
    // 1/2 at recall 1/2 is raised to the 2/3 reached at recall 1.
    ['a precision that rises again', '-++', 2, 2 / 3],
  ])('as an area: %s', (_, signs, truths, expected) => {
    expect(averagePrecision(ranked(signs), truths, 0)).toBeCloseTo(expected, 12);
  });

  test('ranks by confidence, in whatever order the detections come', () => {
    expect(averagePrecision(ranked('+-+-+').toReversed(), 3, 0)).toBeCloseTo((1 + 2 / 3 + 3 / 5) / 3, 12);
  });

  test('over 101 recalls, as COCO: 51 of them lie at or below a recall of one half', () => {
    expect(averagePrecision(ranked('+'), 2, 101)).toBeCloseTo(51 / 101, 12);
    // 34 recalls (0 to .33) at precision 1, 33 (.34 to .66) at 2/3, 34 at 3/5.
    expect(averagePrecision(ranked('+-+-+'), 3, 101)).toBeCloseTo((34 + (33 * 2) / 3 + (34 * 3) / 5) / 101, 12);
  });

  test('is what pycocotools accumulates, on random rankings', () => {
    const random = createRandom(1, 'rankings');
    for (let index = 0; index < 300; index += 1) {
      const signs = Array.from({ length: random.integer(0, 40) }, () => (random.uniform() < 0.6 ? '+' : '-')).join('');
      const truths = Math.max(1, signs.replaceAll('-', '').length + random.integer(0, 10));
      expect(averagePrecision(ranked(signs), truths, 101)).toBeCloseTo(pycocotools(ranked(signs), truths), 12);
    }
  });
});

/** `accumulate` of pycocotools' cocoeval.py for one category, area and IoU, statement by statement. */
function pycocotools(detections: RankedDetection[], truthCount: number): number {
  const recallThresholds = Array.from({ length: 101 }, (_, index) => index * 0.01);
  const truePositives = detections.map(
    (_, last) => detections.slice(0, last + 1).filter(({ correct }) => correct).length,
  );
  const recall = truePositives.map((count) => count / truthCount);
  const precision = truePositives.map((count, index) => count / (index + 1 + Number.EPSILON));
  for (let index = precision.length - 1; index > 0; index -= 1) {
    if (precision[index]! > precision[index - 1]!) precision[index - 1] = precision[index]!;
  }
  const sampled = recallThresholds.map((threshold) => {
    const index = recall.findIndex((value) => value >= threshold);
    return index < 0 ? 0 : precision[index]!;
  });
  return sampled.reduce((sum, value) => sum + value, 0) / sampled.length;
}
