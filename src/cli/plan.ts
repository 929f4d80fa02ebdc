import process from 'node:process';
import { makePlan } from '../checklist/plan/makePlan.ts';
import { planText } from '../report/plan.ts';
import { usageError } from '../words/usageError.ts';
import { readConfiguration } from './configuration/configuration.ts';
import { onePositional, parseArguments, splitCommand, wholeNumber } from './options/args.ts';
import { printJson, printText } from '../app/print.ts';
import { planFlags } from './table/preparing.ts';

/** `plateau plan [DATA] [-- COMMAND ...]`: how long to train, and what it takes. */
export async function plan(args: readonly string[]): Promise<number> {
  const { own, command } = splitCommand(args);
  const { values, positionals } = parseArguments(own, planFlags);
  const { values: configured } = readConfiguration(null, process.cwd());
  const planned = await makePlan({
    data: onePositional(positionals, 'DATA'),
    model: values.model ?? null,
    command,
    cwd: process.cwd(),
    speed: values.speed === 'auto' ? 'auto' : positiveNumber('speed', values.speed),
    gpus: wholeNumber('gpus', values.gpus) ?? 1,
    gpuPrice: positiveNumber('gpu-price', values['gpu-price']) ?? configured.gpuPrice ?? null,
    now: Date.now() / 1000,
  });
  if (values.json === true) printJson(planned);
  else printText(planText(planned));
  return 0;
}

/** Parses a number above zero; null without the flag. */
function positiveNumber(flag: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : 0;
  if (value <= 0) throw usageError(`--${flag} expects a number above zero, not \`${text}\`.`);
  return value;
}
