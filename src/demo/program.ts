import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { RecallPoints } from './evaluation/averagePrecision.ts';
import { createOutput } from './output/output.ts';
import { scenarioPlans } from './scenarioPlans.ts';
import { scenarioNames, toScenarioName } from './scenarios.ts';
import type { ScenarioName } from './scenarios.ts';
import { evaluateWeights, train } from './training/train.ts';
import { writeDataSet } from './data/writeDataSet.ts';
import { errorMessage } from '../words/errors.ts';

/** What fits into four bytes, which is how the weights file keeps iterations. */
const maxNumber = 0xffffffff;

/*
 * The trainer in the box: draws a data set, then trains a small detector on it and talks like AlexeyAB's Darknet.
 * It catches no signal: SIGINT ends it at once, as it ends Darknet, and what was not saved is lost.
 */
const output = createOutput();
try {
  const options = readOptions(process.argv.slice(2));
  const name = `demo-${options.scenario}`;
  const paths = await writeDataSet(options.directory, name, scenarioPlans[options.scenario], options);
  if (options.evaluate === undefined) train(paths, { ...options, name }, output);
  else evaluateWeights(paths, options.evaluate, options, output);
} catch (error) {
  const message = errorMessage(error);
  output.err(`${message.replaceAll(/\s*\n\s*/g, ' ')}\n`);
  process.exitCode = 1;
}

interface Options {
  readonly scenario: ScenarioName;
  readonly seed: number;
  readonly iterations: number;
  readonly directory: string;
  readonly points: RecallPoints;
  readonly resume: string | undefined;
  /** A weights file to evaluate, in place of any training. */
  readonly evaluate: string | undefined;
}

function readOptions(argv: string[]): Options {
  const { values } = parseArgs({
    args: argv,
    options: {
      scenario: { type: 'string', default: 'healthy' },
      seed: { type: 'string', default: '1' },
      iterations: { type: 'string' },
      directory: { type: 'string' },
      points: { type: 'string', default: '0' },
      resume: { type: 'string' },
      evaluate: { type: 'string' },
    },
  });
  const scenario = toScenarioName(values.scenario);
  if (!scenario) {
    throw new Error(`There is no scenario "${values.scenario}": choose one of ${scenarioNames.join(', ')}.`);
  }
  const seed = readWholeNumber('seed', values.seed, 0);
  return {
    scenario,
    seed,
    iterations:
      values.iterations === undefined
        ? scenarioPlans[scenario].iterations
        : readWholeNumber('iterations', values.iterations, 1),
    directory: values.directory === undefined ? defaultDirectory(scenario, seed) : resolve(values.directory),
    points: readPoints(values.points),
    resume: values.resume,
    evaluate: values.evaluate,
  };
}

function readWholeNumber(option: string, text: string, min: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < min || number > maxNumber) {
    throw new Error(`--${option} is "${text}": it must be a whole number from ${min} to ${maxNumber}.`);
  }
  return number;
}

function readPoints(text: string): RecallPoints {
  if (text === '0') return 0;
  if (text === '101') return 101;
  throw new Error(`--points is "${text}": it must be 0 (the area under the curve) or 101 (as COCO does).`);
}

function defaultDirectory(scenario: ScenarioName, seed: number): string {
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(cache, 'plateau', 'demo', `${scenario}-${seed}`);
}
