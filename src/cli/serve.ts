import process from 'node:process';
import { openLocalRuns } from '../fleet/local/localRuns.ts';
import { serveRuns } from '../fleet/wire/serve.ts';
import { boundHeap } from '../ui/terminal/boundHeap.ts';
import { printJson } from '../app/print.ts';
import { usageError } from '../words/usageError.ts';
import { parseArguments, refusePositionals } from './options/args.ts';
import { serveFlags } from './table/fleet.ts';

/** `plateau serve --stdio`: tells the runs of this machine until standard input ends. */
export async function serve(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, serveFlags);
  refusePositionals(positionals);
  if (values.stdio !== true) throw usageError('`plateau serve` needs --stdio: it opens no port.');
  const runs = openLocalRuns();
  const serving = serveRuns(runs, printJson);
  const unbound = boundHeap(() => !runs.isReading());
  try {
    process.stdin.setEncoding('utf8');
    for await (const chunk of process.stdin) serving.take(String(chunk));
  } finally {
    unbound();
    serving.close();
    await runs.close();
  }
  return 0;
}
