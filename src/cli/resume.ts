import process from 'node:process';
import { connectControl } from '../keeper/controlClient.ts';
import { openRun } from '../runs/runs.ts';
import { onePositional, parseWords } from './options/words.ts';

/** `plateau resume [RUN]`: lets a paused training go on. */
export async function resume(words: readonly string[]): Promise<number> {
  const record = openRun(onePositional(parseWords(words, {}).positionals, 'RUN'));
  const control = await connectControl(record, { by: 'plateau resume' });
  try {
    await control.resume();
  } finally {
    control.close();
  }
  process.stdout.write(`Resumed ${record.name} (${record.id}).\n`);
  return 0;
}
