import process from 'node:process';
import { listRuns } from '../runs/runs.ts';
import { commands } from './commands.ts';
import { generalHelp } from './help/helpText.ts';
import type { ViewOptions } from '../app/options.ts';
import { canDraw, screenTerminal } from '../app/screenTerminal.ts';
import { openListing } from '../app/listing.ts';
import { usageError } from '../words/usageError.ts';
import { viewOptions } from './options/viewOptions.ts';
import { parseArguments } from './options/args.ts';
import { printText } from '../app/print.ts';
import { listFlags } from './table/listing.ts';

/**
 * `plateau [--chars C] [--theme T]` without a command: the trainings started here, to be opened with Enter. Without a
 * terminal it prints what `plateau runs` does; where there is no training yet, the help.
 */
export async function list(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, listFlags);
  if (positionals.length > 0) throw usageError(`Unknown command \`${args[0]}\`: \`plateau help\` lists the commands.`);
  const options = await viewOptions(values, null);
  if (listRuns().runs.length === 0) {
    printText(generalHelp(commands));
    return 0;
  }
  if (!canDraw()) return (await import('./runs.ts')).runs([]);
  if (process.env['NO_COLOR'] !== undefined && process.env['NO_COLOR'] !== '') process.env['FORCE_COLOR'] = '0';
  const chosen = await choose(options);
  return chosen === null ? 0 : (await import('./attach.ts')).attach([chosen, ...args]);
}

async function choose(options: ViewOptions): Promise<string | null> {
  const [{ keys, characters, theme }, { chooseRun }] = await Promise.all([
    screenTerminal(process.stdin, options),
    import('../ui/terminal/runList.tsx'),
  ]);
  const listing = await openListing();
  try {
    return await chooseRun({
      entries: await listing.entries(),
      read: listing.entries,
      characters,
      theme,
      stdin: keys,
    });
  } finally {
    await listing.close();
  }
}
