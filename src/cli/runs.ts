import process from 'node:process';
import { listRuns } from '../keeper/runs.ts';
import { listedRunReport, type ListedRun, runsTable } from '../report/runsTable.ts';
import { readRun } from './readRun.ts';
import { UsageError } from './usageError.ts';
import { parseWords } from './words.ts';

/** `plateau runs [--json]`: the trainings started here, newest first. A record that cannot be read is named and does not hide the others. */
export async function runs(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseWords(words, { json: { type: 'boolean' } });
  if (positionals.length > 0) throw new UsageError(`\`plateau runs\` takes no \`${positionals.join(' ')}\`.`);
  const { runs: records, problems } = listRuns();
  const listed: ListedRun[] = [];
  for (const record of records) listed.push({ record, run: await readRun(record) });
  const text =
    values.json === true ? JSON.stringify(listed.map(listedRunReport)) : runsTable(listed, Date.now() / 1000);
  process.stdout.write(`${text}\n`);
  for (const problem of problems) process.stderr.write(`plateau: ${problem}\n`);
  return problems.length === 0 ? 0 : 1;
}
