import process from 'node:process';
import { openHistory } from '../history/history.ts';
import { removeRunDirectory, whyNotRemoved } from '../runs/removeRuns.ts';
import { inOneLine } from '../words/inOneLine.ts';
import { openRun } from '../runs/runs.ts';
import { bytesText } from '../words/bytesText.ts';
import { complain } from './options/complain.ts';
import { UsageError } from './options/usageError.ts';

/** `plateau runs rm RUN...`: removes the logs and records of trainings that are over. All of them, or none when one may not be removed. */
export function removeRuns(words: readonly string[]): number {
  if (words.length === 0) throw new UsageError('`plateau runs rm` needs the RUN to remove.');
  const records = [...new Map(words.map((word) => [openRun(word).id, openRun(word)])).values()];
  for (const record of records) {
    const problem = whyNotRemoved(record);
    if (problem !== null) throw new Error(problem);
  }
  const history = openHistory(complain);
  try {
    for (const { id, name } of records) {
      const bytes = removeRunDirectory(id);
      history.remove([id]);
      process.stdout.write(`Removed ${inOneLine(name)} (${id}): its log and record, ${bytesText(bytes)}.\n`);
    }
  } finally {
    history.close();
  }
  process.stdout.write('Weights and all else that a training wrote elsewhere are where they were.\n');
  return 0;
}
