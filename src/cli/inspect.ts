import { trainingCellAt } from '../log/formats/notebook/notebooks.ts';
import { shownPlace } from '../log/formats/place.ts';
import { inspectionOf, inspectionText } from '../report/inspection.ts';
import { readLog } from '../monitor/readLog.ts';
import { usageError } from '../words/usageError.ts';
import { viewOptions } from './options/viewOptions.ts';
import { watchedFile } from './options/watched.ts';
import { onePositional, parseArguments } from './options/args.ts';
import { printJson, printText, warn } from '../app/print.ts';
import { inspectFlags } from './table/reading.ts';

/**
 * `plateau inspect FILE [--json] [--trainer NAME]`: what is understood of a log. Exit status 1 when no trainer is
 * recognised.
 */
export async function inspect(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, inspectFlags);
  const word = onePositional(positionals, 'FILE');
  if (word === null) throw usageError('`plateau inspect` needs the FILE to read.');
  const path = watchedFile(word);
  const { overrides } = await viewOptions(values, null);
  const { run } = await readLog(path, { trainer: overrides.trainer ?? null, started: null });
  const cell = await trainingCellAt(path);
  if (values.json === true) printJson(inspectionOf(run, cell));
  else printText(inspectionText(run, cell));
  if (run.trainer !== null) return 0;
  warn(
    `no trainer recognised in ${shownPlace(path)}: \`plateau trainers\` lists those that were tried; name one with --trainer, or teach its metrics with --metric NAME=REGEX.`,
  );
  return 1;
}
