import process from 'node:process';
import { print, printJson } from '../app/print.ts';
import { usageError } from '../words/usageError.ts';
import { readConfiguration, userConfigPath } from './configuration/configuration.ts';
import { changeUserConfig } from './configuration/userConfig.ts';
import { parseArguments } from './options/args.ts';
import { hostNames } from './options/fleetOptions.ts';
import { hostsFlags } from './table/fleet.ts';

/** `plateau hosts [list] | add HOST ... | rm HOST ...`: the machines whose trainings are listed too. */
export async function hosts(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, hostsFlags);
  const [verb = 'list', ...words] = positionals;
  const named = hostNames(words);
  if (verb !== 'list' && named.length === 0) throw usageError(`\`plateau hosts ${verb}\` needs the HOST.`);
  switch (verb) {
    case 'list':
      if (named[0] !== undefined) throw usageError(`Unexpected argument \`${named[0]}\`.`);
      break;
    case 'add':
      changeUserConfig((config) => ({ ...config, hosts: [...new Set([...(config.hosts ?? []), ...named])] }));
      break;
    case 'rm':
      changeUserConfig((config) => {
        const unknown = named.find((name) => !(config.hosts ?? []).includes(name));
        if (unknown !== undefined) throw usageError(`${unknown} is none of the hosts in ${userConfigPath()}.`);
        return { ...config, hosts: (config.hosts ?? []).filter((name) => !named.includes(name)) };
      });
      break;
    default:
      throw usageError(`\`plateau hosts\` knows list, add and rm, not \`${verb}\`.`);
  }
  const all = readConfiguration(null, process.cwd()).values.hosts ?? [];
  if (values.json === true) printJson(all);
  else if (all.length > 0) for (const name of all) print(name);
  else print('No other machine is looked at. Add one with: plateau hosts add HOST');
  return 0;
}
