import process from 'node:process';
import { installOn } from '../install/installOn.ts';
import { sshPlace } from '../processes/remote/place.ts';
import { print, warn } from '../app/print.ts';
import { errorMessage } from '../words/errors.ts';
import { usageError } from '../words/usageError.ts';
import { readConfiguration } from './configuration/configuration.ts';
import { parseArguments } from './options/args.ts';
import { installFlags } from './table/about.ts';

/** `plateau install HOST ...`: puts the single executable on other machines. Exit status 1 when one of them failed. */
export async function install(args: readonly string[]): Promise<number> {
  return installAll('install', args);
}

/** `plateau upgrade HOST ...`: as `install`, where there is one already. */
export async function upgrade(args: readonly string[]): Promise<number> {
  return installAll('upgrade', args);
}

async function installAll(command: 'install' | 'upgrade', args: readonly string[]): Promise<number> {
  const { values, positionals: named } = parseArguments(args, installFlags);
  const hosts =
    named.length === 0 && command === 'upgrade' ? (readConfiguration(null, process.cwd()).values.hosts ?? []) : named;
  if (hosts.length === 0) throw usageError(`\`plateau ${command}\` needs the HOST, as ssh knows it.`);
  let failures = 0;
  // One after another: ssh may ask for a password.
  for (const host of hosts) {
    try {
      const options = { file: values.file ?? null, onlyUpgrade: command === 'upgrade' };
      for (const line of await installOn(sshPlace(host), options)) print(line);
    } catch (error) {
      failures++;
      warn(errorMessage(error));
    }
  }
  return failures === 0 ? 0 : 1;
}
