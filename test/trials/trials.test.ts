import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { needs } from '../support/real/programs.ts';
import { skipUnless } from '../support/skipUnless.ts';
import { runTrial } from './runTrial.ts';
import { trials } from './trials.ts';

/** `npm run trials` does them for longer, and with any seed. */
const seed = Number(process.env['PLATEAU_SEED'] ?? 1);

describe('nothing is violated', () => {
  for (const trial of trials) {
    const { name, program, isPossible } = trial;
    const programs = { ...needs('python3'), ...(program && needs(program)) };
    const options = { ...skipUnless(`needs ${trial.needs}`, isPossible()), ...programs };
    test(`by ${name}`, { timeout: 300_000, ...options }, async () => {
      const { violations } = await runTrial(trial, { seed, seconds: 0 });
      expect(violations).toEqual([]);
    });
  }
});
