import process from 'node:process';
import { findAll } from '../app/doctor/findAll.ts';
import { print, printJson } from '../app/print.ts';
import { errorMessage } from '../words/errors.ts';
import { checkMetrics, readConfiguration } from './configuration/configuration.ts';
import { parseArguments, refusePositionals } from './options/args.ts';
import { doctorFlags } from './table/about.ts';

declare const plateauVersion: string;

/** `plateau doctor [--json]`: what there is of all that Plateau works with, for a bug report. */
export async function doctor(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, doctorFlags);
  refusePositionals(positionals);
  const findings = await findAll(plateauVersion, await configurationFault());
  if (values.json === true) printJson(findings);
  else for (const { name, says, isFault } of findings) print(`${isFault ? '!' : ' '} ${name.padEnd(9)} ${says}`);
  return 0;
}

async function configurationFault(): Promise<string | null> {
  try {
    await checkMetrics(readConfiguration(null, process.cwd()));
    return null;
  } catch (error) {
    return errorMessage(error);
  }
}
