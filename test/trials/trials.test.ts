import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { skipUnless } from '../support/skipUnless.ts';
import { runTrial } from './runTrial.ts';
import { trials } from './trials.ts';

/** `npm run trials` does them for longer, and with any seed. */
const seed = Number(process.env['PLATEAU_SEED'] ?? 1);

describe('nothing is violated', () => {
  for (const trial of trials) {
    const missing = trial.missing();
    const options = { timeout: 300_000, ...skipUnless(`needs ${missing ?? ''}`, missing === null) };
    test(`by ${trial.name}`, options, async () => {
      const { violations } = await runTrial(trial, { seed, seconds: 1 });
      expect(violations).toEqual([]);
    });
  }
});
