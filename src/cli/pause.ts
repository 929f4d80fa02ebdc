import { connect } from './options/connect.ts';
import { openRun } from '../runs/runs.ts';
import { onePositional, parseArguments } from './options/args.ts';
import { print } from '../app/print.ts';

/** `plateau pause [RUN]`: halts a training with SIGSTOP. */
export async function pause(args: readonly string[]): Promise<number> {
  const record = openRun(onePositional(parseArguments(args, {}).positionals, 'RUN'));
  const control = await connect(record, 'plateau pause');
  try {
    await control.pause();
  } finally {
    control.close();
  }
  print(
    `Paused ${record.name} (${record.id}). The time until \`plateau resume ${record.id}\` does not count as training time.`,
  );
  return 0;
}
