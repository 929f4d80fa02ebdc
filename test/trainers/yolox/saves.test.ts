import { expect, test } from 'vitest';
import { createSaves } from '../../../src/trainers/yolox/saves.ts';

/** The roles of what is saved after the evaluation that follows a resume; `before`: the AP of the one before that. */
function savedAfterResume(before: number | null): readonly string[] {
  const saves = createSaves();
  if (before !== null) saves.evaluated(before);
  saves.resumed();
  saves.evaluated(0.2);
  return saves.save('out', 6, (epoch) => epoch * 2).map(({ role }) => role);
}

test('after a resume the best weights are known where the log tells what was best before, be it 0', () => {
  expect(savedAfterResume(0)).toEqual(['last', 'best']);
  expect(savedAfterResume(0.1)).toEqual(['last', 'best']);
  expect(savedAfterResume(0.3)).toEqual(['last']);
  expect(savedAfterResume(null)).toEqual(['last']);
});
