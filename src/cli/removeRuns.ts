import { openHistory } from '../history/history.ts';
import { removable, removeRunDirectory } from '../runs/removeRuns.ts';
import { openRun } from '../runs/runs.ts';
import { print, warn } from '../app/print.ts';
import { usageError } from '../words/usageError.ts';
import { bytes } from '../words/bytes.ts';

/**
 * `plateau runs rm RUN...`: removes the logs and records of trainings that are over, with all runs that each took. All
 * of them, or none when one may not be removed.
 */
export function removeRuns(args: readonly string[]): number {
  if (args.length === 0) throw usageError('`plateau runs rm` needs the RUN to remove.');
  const records = removable(args.map((name) => openRun(name)));
  const history = openHistory(warn);
  try {
    for (const { id, name } of records) {
      const freed = removeRunDirectory(id);
      history.remove([id]);
      print(`Removed ${name} (${id}): its log and record, ${bytes(freed)}.`);
    }
  } finally {
    history.close();
  }
  print('Weights and all else that a training wrote elsewhere are where they were.');
  return 0;
}
