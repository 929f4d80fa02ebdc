import process from 'node:process';
import { historySpeed } from '../checklist/plan/historySpeed.ts';
import { planFactsOf } from '../checklist/plan/planFor.ts';
import { type PlannedSpeed, type PlanFacts, planTraining } from '../checklist/plan/planTraining.ts';
import { planText } from '../report/plan.ts';
import { usageError } from '../words/usageError.ts';
import { onePositional, parseArguments, splitCommand, wholeNumber } from './options/args.ts';

const flags = {
  model: { type: 'string' },
  speed: { type: 'string' },
  gpus: { type: 'string' },
  'gpu-price': { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** `plateau plan [DATA] [-- COMMAND ...]`: how long to train, and what that takes. */
export async function plan(args: readonly string[]): Promise<number> {
  const { own, command } = splitCommand(args);
  const { values, positionals } = parseArguments(own, flags);
  const data = onePositional(positionals, 'DATA');
  const gpus = wholeNumber('gpus', values.gpus) ?? 1;
  const gpuPrice = positiveNumber('gpu-price', values['gpu-price']);
  const wanted = values.speed === 'auto' ? null : positiveNumber('speed', values.speed);
  const facts = planFactsOf({ data, model: values.model ?? null, command, cwd: process.cwd() });
  const now = Date.now() / 1000;
  const speed =
    wanted === null
      ? await measured(facts.trainer, now, values.speed === 'auto')
      : { imagesPerSecond: wanted, source: 'as given' };
  const planned = planTraining({ ...facts, speed, gpus, gpuPrice, now });
  process.stdout.write(`${values.json === true ? JSON.stringify(planned) : planText(planned)}\n`);
  return 0;
}

/** The speed of earlier trainings. Throws a sentence when one was asked for and there is none. */
async function measured(trainer: PlanFacts['trainer'], now: number, asked: boolean): Promise<PlannedSpeed | null> {
  const speed = await historySpeed(trainer, now);
  if (speed === null && asked) {
    throw new Error('The speed of no earlier run is known: give it with --speed, in images per second.');
  }
  return speed;
}

/** A number above zero, or null when the flag was not given. */
function positiveNumber(flag: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : 0;
  if (value <= 0) throw usageError(`--${flag} expects a number above zero, not \`${text}\`.`);
  return value;
}
