import { statSync } from 'node:fs';
import process from 'node:process';
import { createAdvisor } from '../advisor/advisor.ts';
import { reduce } from '../run/reduce.ts';
import { adviceReport, adviceText } from '../report/advice.ts';
import { readLog } from '../monitor/readLog.ts';
import { logOrRun } from './options/logOrRun.ts';
import { adviceFlags, viewOptions } from './options/viewOptions.ts';
import { onePositional, parseArguments, wholeNumber } from './options/args.ts';

const flags = { ...adviceFlags, json: { type: 'boolean' }, budget: { type: 'string' } } as const;

/** `plateau advise FILE|RUN [--json]`: the verdict now. Exit status: that of the verdict. */
export async function advise(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, flags);
  const { path, record } = logOrRun(onePositional(positionals, 'FILE or RUN'));
  const { settings, trainer } = viewOptions(values);
  const reading = await readLog(path, { trainer, started: record });
  const { run } = reading;
  const budget = wholeNumber('budget', values.budget);
  if (budget !== null) reduce(run, { type: 'plan', plan: { iterations: budget, epochs: budget } }, null);
  const verdict = createAdvisor(settings).advise(run, {
    now: Date.now() / 1000,
    alive: record === null ? null : record.state === 'running',
    exit: record?.exit ?? null,
    // A log of a training that nobody keeps may be an old one: that it is quiet means nothing.
    quietSince: record?.state === 'running' ? statSync(path).mtimeMs / 1000 : null,
    habits: reading.trainer()?.habits ?? null,
  });
  process.stdout.write(`${values.json === true ? JSON.stringify(adviceReport(run, verdict)) : adviceText(verdict)}\n`);
  return verdict.exitStatus;
}
