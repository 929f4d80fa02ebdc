import { trainersReport, trainersText } from '../report/trainersTable.ts';
import { programs } from '../trainers/index.ts';
import { parseArguments, refusePositionals } from './options/args.ts';
import { printJson, printText } from '../app/print.ts';
import { trainersFlags } from './table/about.ts';

/** `plateau trainers [--json]`: which trainers are known, and what stopping each of them costs. */
export async function trainers(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, trainersFlags);
  refusePositionals(positionals);
  if (values.json === true) printJson(trainersReport(programs));
  else printText(trainersText(programs));
  return 0;
}
