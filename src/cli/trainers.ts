import process from 'node:process';
import { trainersReport, trainersText } from '../report/trainersTable.ts';
import { programs } from '../trainers/index.ts';
import { parseArguments, refusePositionals } from './options/args.ts';
import { trainersFlags } from './table/about.ts';

/** `plateau trainers [--json]`: which trainers are known, and what stopping each of them costs. */
export async function trainers(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, trainersFlags);
  refusePositionals(positionals);
  process.stdout.write(`${values.json === true ? JSON.stringify(trainersReport(programs)) : trainersText(programs)}\n`);
  return 0;
}
