import { expect, test } from 'vitest';
import { capitalised } from '../../../src/advisor/rules/phrases.ts';

test('a sentence begins with a capital, but the mAP is written as everywhere', () => {
  expect(capitalised('share of the plan done')).toBe('Share of the plan done');
  expect(capitalised('mAP expected from the trend')).toBe('mAP expected from the trend');
});
