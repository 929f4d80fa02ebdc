import process from 'node:process';
import { parseArgs } from 'node:util';
import { runTrial } from './runTrial.ts';
import { trialTable, violationLines } from './table.ts';
import type { TrialOutcome } from './trial.ts';
import { trials } from './trials.ts';

/**
 * `npm run trials -- [--minutes N] [--seed N] [--only NAME] [--step N]`: does all trials, which share the minutes, and
 * prints what came of them. Ends with 1 when something did not hold.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    step: { type: 'string' },
  },
});
const chosen = trials.filter(({ name }) => values.only === undefined || name === values.only);
const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
const step = values.step === undefined ? undefined : Number(values.step);
if (chosen.length === 0) fail(`There is no trial ${values.only}: ${trials.map(({ name }) => name).join(', ')}.`);
if (!(minutes > 0)) fail(`--minutes expects a number above 0, not ${values.minutes}.`);
if (!Number.isInteger(seed)) fail(`--seed expects a whole number, not ${values.seed}.`);
if (step !== undefined && !(Number.isInteger(step) && step > 0)) fail(`--step expects a number, not ${values.step}.`);

const outcomes: TrialOutcome[] = [];
const end = performance.now() + minutes * 60_000;
for (const [at, trial] of chosen.entries()) {
  const seconds = Math.max(0, (end - performance.now()) / 1000 / (chosen.length - at));
  process.stderr.write(`${trial.name} ...\n`);
  outcomes.push(await runTrial(trial, { seed, seconds, only: step }));
}
process.stdout.write(`${trialTable(outcomes)}\n`);
for (const line of violationLines(outcomes)) process.stdout.write(`\n${line}\n`);
process.exit(outcomes.some(({ violations }) => violations.length > 0) ? 1 : 0);

function fail(sentence: string): never {
  process.stderr.write(`trials: ${sentence}\n`);
  process.exit(2);
}
