import { isOfNewerVersion, type RunRecord } from '../runs/runRecord.ts';
import { connect } from './options/connect.ts';
import { openRun } from '../runs/runs.ts';
import { nothingConfigured } from './configuration/configuration.ts';
import { noticeOptions, type NoticeValues } from './options/noticeOptions.ts';
import { viewOptions, type ViewValues } from './options/viewOptions.ts';
import { noticeFlags, viewFlags } from './table/sharedFlags.ts';
import { viewRun } from '../app/viewRun.ts';
import { onePositional, parseArguments } from './options/args.ts';
import { awaitTurn } from '../app/queue/awaitTurn.ts';
import { exitStatuses } from '../words/exitStatus.ts';

/**
 * `plateau attach [RUN]`: the dashboard of a training that was started before, with its keeper replaced where it died.
 */
export async function attach(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, { ...viewFlags, ...noticeFlags });
  const record = openRun(onePositional(positionals, 'RUN'));
  return attachTo(record, values);
}

/**
 * Opens the dashboard of a training through its keeper, once it has started. `isFromList`: it comes back to a list, and
 * prints nothing when it closes. Returns the exit status.
 */
export async function attachTo(
  found: RunRecord,
  values: ViewValues & NoticeValues & { readonly json?: boolean | undefined },
  { isFromList = false }: { readonly isFromList?: boolean } = {},
): Promise<number> {
  const record = await awaitTurn(found, values.json === true);
  if (record === null) return exitStatuses.failure;
  const { configuration, ...options } = await viewOptions(values, record);
  // A keeper that gives notice was told at the start to whom.
  const isKept = (record.notices ?? null) !== null;
  const notices = noticeOptions(values, isKept ? nothingConfigured : configuration);
  const control = record.state === 'ended' || isOfNewerVersion(record) ? null : await connect(record, 'plateau attach');
  await viewRun(record, control, { ...options, json: values.json === true, notices, isFromList });
  return 0;
}
