import process from 'node:process';
import { listRuns } from '../keeper/runs.ts';
import { commands } from './commands.ts';
import { generalHelp } from './help.ts';
import { openListing } from './listing.ts';

/**
 * `plateau` alone: the trainings started here, to be opened with Enter. Without a terminal it prints what `plateau runs` does; where there is no
 * training yet, the help.
 */
export async function list(): Promise<number> {
  if (listRuns().runs.length === 0) {
    process.stdout.write(`${generalHelp(commands)}\n`);
    return 0;
  }
  if (!process.stdout.isTTY || !process.stdin.isTTY) return (await import('./runs.ts')).runs([]);
  if (process.env['NO_COLOR'] !== undefined && process.env['NO_COLOR'] !== '') process.env['FORCE_COLOR'] = '0';
  const chosen = await choose();
  return chosen === null ? 0 : (await import('./attach.ts')).attach([chosen]);
}

async function choose(): Promise<string | null> {
  const { chooseRun } = await import('../screen/runList.tsx');
  const listing = openListing();
  try {
    return await chooseRun({ entries: await listing.entries(), read: listing.entries });
  } finally {
    await listing.close();
  }
}
