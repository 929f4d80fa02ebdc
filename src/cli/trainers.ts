import process from 'node:process';
import { trainersReport, trainersText } from '../report/trainersTable.ts';
import { programs } from '../trainers/index.ts';
import { UsageError } from './options/usageError.ts';
import { parseWords } from './options/words.ts';

/** `plateau trainers [--json]`: which trainers are known, and what stopping each of them costs. */
export async function trainers(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseWords(words, { json: { type: 'boolean' } });
  if (positionals.length > 0) throw new UsageError(`\`plateau trainers\` takes no \`${positionals.join(' ')}\`.`);
  process.stdout.write(`${values.json === true ? JSON.stringify(trainersReport(programs)) : trainersText(programs)}\n`);
  return 0;
}
