import { openRun } from '../../runs/runs.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import type { TrainingControl } from '../../stopping/control.ts';
import { print, printJson } from '../../app/print.ts';
import { pauseFlags } from '../table/stopping.ts';
import { hasPerson } from './ask.ts';
import { onePositional, parseArguments } from './args.ts';
import { connect } from './connect.ts';

interface Act {
  /** The command, for the audit log. */
  readonly by: string;
  readonly act: (control: TrainingControl) => Promise<void>;
  /** What has become of the run, in a word for a program and a sentence for a person. */
  readonly done: string;
  readonly says: (record: RunRecord) => string;
}

/** `plateau COMMAND [RUN] [--json]`: has something done to a run by its keeper, and says so. Returns the status. */
export async function actOnRun(args: readonly string[], { by, act, done, says }: Act): Promise<number> {
  const { values, positionals } = parseArguments(args, pauseFlags);
  const record = openRun(onePositional(positionals, 'RUN'));
  const control = await connect(record, by, values.json !== true && hasPerson());
  try {
    await act(control);
  } finally {
    control.close();
  }
  if (values.json === true) printJson({ kind: done, run: record.id, name: record.name });
  else print(says(record));
  return 0;
}
