import { checklistAdvice } from '../app/checklistAdvice.ts';
import { circumstancesOf } from '../monitor/circumstances.ts';
import { readTraining } from '../monitor/readTraining.ts';
import { createOthers } from '../monitor/others/readOthers.ts';
import { processOfFile } from '../sources/abandoned.ts';
import { adviceReport, adviceText } from '../report/advice.ts';
import { usageError } from '../words/usageError.ts';
import { logOrRun } from './options/logOrRun.ts';
import { viewOptions } from './options/viewOptions.ts';
import { adviseFlags } from './table/reading.ts';
import { adviceFlags } from './table/sharedFlags.ts';
import { onePositional, parseArguments, wholeNumber } from './options/args.ts';
import { printJson, printText } from '../app/print.ts';

/** `plateau advise FILE|RUN [--json]`: the verdict now. Exit status: that of the verdict. */
export async function advise(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, { ...adviceFlags, ...adviseFlags });
  if (values.group !== undefined)
    return (await import('./adviseGroup.ts')).adviseGroup(values.group, values, positionals);
  if (values.keep !== undefined) throw usageError('--keep requires --group.');
  const { source, path, record } = logOrRun(onePositional(positionals, 'FILE or RUN'));
  const overrides = { ...(await viewOptions(values, record)).overrides, budget: wholeNumber('budget', values.budget) };
  const known =
    record === null
      ? { process: await processOfFile(path) }
      : { checklist: checklistAdvice(record), others: createOthers(record.id) };
  const training = await readTraining(source, circumstancesOf(record, overrides, known));
  const verdict = training.verdict(training.now());
  if (values.json === true) printJson(adviceReport(training.run, verdict));
  else printText(adviceText(verdict));
  return verdict.exitStatus;
}
