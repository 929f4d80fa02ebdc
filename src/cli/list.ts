import process from 'node:process';
import { runIds } from '../runs/runDirectory.ts';
import { commands } from './commands.ts';
import { generalHelp } from './help/helpText.ts';
import { canDraw, screenTerminal } from '../app/screenTerminal.ts';
import { usageError } from '../words/usageError.ts';
import { fleetChoice, fleetWords } from './options/fleetOptions.ts';
import { viewOptions } from './options/viewOptions.ts';
import { parseArguments } from './options/args.ts';
import { printText } from '../app/print.ts';
import { listFlags } from './table/listing.ts';
import { memberOpener } from './options/openMember.ts';

/**
 * `plateau [options]` without a command: the list of all trainings, from which one is opened with Enter. Without a
 * terminal it prints what `plateau runs` does; where there is no training yet, the help.
 */
export async function list(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, listFlags);
  if (positionals.length > 0) throw usageError(`Unknown command \`${args[0]}\`: \`plateau help\` lists the commands.`);
  const options = await viewOptions(values, null);
  const choice = fleetChoice(values, options.configuration);
  const isAlone = choice.hosts.length === 0 && !choice.slurm && choice.pods === null && choice.experiment === null;
  if (isAlone && runIds().length === 0) {
    printText(generalHelp(commands));
    return 0;
  }
  if (!canDraw()) return (await import('./runs.ts')).runs(fleetWords(choice));
  if (process.env['NO_COLOR'] !== undefined && process.env['NO_COLOR'] !== '') process.env['FORCE_COLOR'] = '0';
  const [terminal, { watchFleet }] = await Promise.all([
    screenTerminal(process.stdin, options),
    import('../app/watchFleet.ts'),
  ]);
  await watchFleet({
    terminal,
    choice,
    mapUnit: options.overrides.settings?.mapUnit ?? 'percent',
    readonly: options.readonly,
    open: memberOpener(values, terminal.theme),
  });
  return 0;
}
