import process from 'node:process';
import { makePlan, type PlanOptions } from '../checklist/plan/makePlan.ts';
import { planText } from '../report/plan.ts';
import { errorMessage } from '../words/errors.ts';
import { exitStatuses } from '../words/exitStatus.ts';
import { readConfiguration } from './configuration/configuration.ts';
import { onePositional, parseArguments, positiveNumber, splitCommand, wholeNumber } from './options/args.ts';
import { printJson, printText, warn } from '../app/print.ts';
import { planFlags } from './table/preparing.ts';

/**
 * `plateau plan [DATA] [-- COMMAND ...]`: how long to train, and what it takes. Exit status 2 when it cannot be
 * planned; JSON in both cases.
 */
export async function plan(args: readonly string[]): Promise<number> {
  const { own, command } = splitCommand(args);
  const { values, positionals } = parseArguments(own, planFlags);
  const { values: configured } = readConfiguration(null, process.cwd());
  const options: PlanOptions = {
    data: onePositional(positionals, 'DATA'),
    model: values.model ?? null,
    command,
    cwd: process.cwd(),
    speed: values.speed === 'auto' ? 'auto' : positiveNumber('speed', values.speed),
    gpus: wholeNumber('gpus', values.gpus) ?? 1,
    gpuPrice: positiveNumber('gpu-price', values['gpu-price']) ?? configured.gpuPrice ?? null,
    now: Date.now() / 1000,
  };
  try {
    const planned = await makePlan(options);
    if (values.json === true) printJson({ state: 'done', ...planned });
    else printText(planText(planned));
    return exitStatuses.success;
  } catch (error) {
    const problem = errorMessage(error);
    if (values.json === true) printJson({ state: 'failed', problem });
    warn(problem);
    return exitStatuses.cannotTell;
  }
}
