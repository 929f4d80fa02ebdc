import process from 'node:process';
import { connectControl } from '../keeper/controlClient.ts';
import { openRun } from '../keeper/runs.ts';
import { noticeFlags, noticeOptions } from './noticeFlags.ts';
import { viewFlags, viewOptions } from './viewOptions.ts';
import { viewRun } from './viewRun.ts';
import { onePositional, parseWords } from './words.ts';

/** `plateau attach [RUN]`: the dashboard of a training that was started before, with its keeper replaced where it died. */
export async function attach(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseWords(words, { ...viewFlags, ...noticeFlags });
  const record = openRun(onePositional(positionals, 'RUN'));
  const options = viewOptions(values, record);
  const notices = noticeOptions(values);
  if (record.state === 'failed-to-start') {
    process.stderr.write(`plateau: ${record.name} never started: ${record.problem ?? 'nobody knows why.'}\n`);
    return 1;
  }
  const control = record.state === 'ended' ? null : await connectControl(record);
  await viewRun(record, control, { ...options, notices });
  return 0;
}
