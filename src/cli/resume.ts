import { connect } from './options/connect.ts';
import { openRun } from '../runs/runs.ts';
import { onePositional, parseArguments } from './options/args.ts';
import { print } from '../app/print.ts';

/** `plateau resume [RUN]`: lets a paused training go on. */
export async function resume(args: readonly string[]): Promise<number> {
  const record = openRun(onePositional(parseArguments(args, {}).positionals, 'RUN'));
  const control = await connect(record, 'plateau resume');
  try {
    await control.resume();
  } finally {
    control.close();
  }
  print(`Resumed ${record.name} (${record.id}).`);
  return 0;
}
