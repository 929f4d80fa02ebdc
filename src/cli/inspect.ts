import process from 'node:process';
import { inspectionOf, inspectionText } from '../report/inspection.ts';
import { trainerNames } from '../run/events.ts';
import { readLog } from '../session/readLog.ts';
import { UsageError } from './usageError.ts';
import { onePositional, oneOf, parseWords } from './words.ts';

/** `plateau inspect FILE [--json] [--trainer NAME]`: what is understood of a log. Exit status 1 when no trainer is recognised. */
export async function inspect(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseWords(words, { json: { type: 'boolean' }, trainer: { type: 'string' } });
  const path = onePositional(positionals, 'FILE');
  if (path === null) throw new UsageError('`plateau inspect` needs the FILE to read.');
  const { run } = await readLog(path, { trainer: oneOf('trainer', values.trainer, trainerNames), started: null });
  process.stdout.write(`${values.json === true ? JSON.stringify(inspectionOf(run)) : inspectionText(run)}\n`);
  if (run.trainer !== null) return 0;
  process.stderr.write(
    `plateau: no trainer recognised in ${path}; the output of Darknet is known, or name the trainer with --trainer.\n`,
  );
  return 1;
}
