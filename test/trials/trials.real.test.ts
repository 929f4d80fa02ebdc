import process from 'node:process';
import { expect, test } from 'vitest';
import { runTrial } from './runTrial.ts';
import { trialTable, violationLines } from './table.ts';
import { trials } from './trials.ts';
import type { TrialOutcome } from './trial.ts';

/** Seconds for each trial. */
const seconds = 20;
const seed = Number(process.env['PLATEAU_SEED'] ?? Math.floor(Date.now() / 1000));

test('nothing is violated by any trial, with numbers of today', { timeout: 1_800_000 }, async () => {
  const outcomes: TrialOutcome[] = [];
  for (const trial of trials) outcomes.push(await runTrial(trial, { seed, seconds }));
  process.stdout.write(`${trialTable(outcomes)}\n`);
  expect(violationLines(outcomes)).toEqual([]);
});
