import { basename } from 'node:path';
import process from 'node:process';
import { type History, openHistory } from '../history/history.ts';
import { readDetails } from '../history/readDetails.ts';
import { recallDetails } from '../history/recallDetails.ts';
import { circumstancesOf } from '../monitor/circumstances.ts';
import { type Compared, comparisonReport, comparisonText } from '../report/compare.ts';
import { printJson, printText, warn } from '../app/print.ts';
import { logOrRun } from './options/logOrRun.ts';
import { usageError } from '../words/usageError.ts';
import { compareGroup } from './compareGroup.ts';
import { oneOf, parseArguments, refusePositionals } from './options/args.ts';
import { compareFlags } from './table/reading.ts';

/** `plateau compare RUN|FILE RUN|FILE ... [--json]`: trainings side by side, those started here and any logs. */
export async function compare(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, compareFlags);
  const characters = oneOf('chars', values.chars, ['box', 'ascii']) ?? 'box';
  if (values.output !== undefined || values.csv === true || values.markdown === true) {
    const printed = (['json', 'chars'] as const).find((flag) => values[flag] !== undefined);
    if (printed !== undefined)
      throw usageError(`--${printed} is for what is printed, not for --output, --csv or --markdown.`);
    return (await import('./report.ts')).report(args);
  }
  if (values.group !== undefined) {
    refusePositionals(positionals);
    return compareGroup(values.group, { json: values.json === true, characters });
  }
  if (positionals.length < 2) throw usageError('`plateau compare` needs two or more trainings: RUN or FILE each.');
  const history = openHistory(warn);
  try {
    const compared: Compared[] = [];
    for (const word of positionals) compared.push(await comparedOf(word, history));
    const columns = process.stdout.isTTY ? process.stdout.columns : null;
    if (values.json === true) printJson(compared.map(comparisonReport));
    else printText(comparisonText(compared, { columns, characters }));
    return 0;
  } finally {
    history.close();
  }
}

async function comparedOf(word: string, history: History): Promise<Compared> {
  const { path, source, record } = logOrRun(word);
  if (record !== null) return { name: record.id, record, details: await recallDetails(record, history) };
  const details = await readDetails(source, circumstancesOf(null), undefined);
  if (details.trainer === null) throw new Error(`No trainer recognised in ${path}, so there is nothing to compare.`);
  return { name: basename(path), record: null, details };
}
