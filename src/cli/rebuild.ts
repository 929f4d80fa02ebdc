import { historyPath, openHistory } from '../history/history.ts';
import { readAndRemember } from '../history/recallDetails.ts';
import { listRuns } from '../runs/runs.ts';
import { print, warn } from '../app/print.ts';
import { parseArguments, refusePositionals } from './options/args.ts';
import { counted } from '../words/count.ts';

/**
 * `plateau rebuild`: makes the history anew from the logs. Exit status 1 when it could not be, or a record cannot be
 * read.
 */
export async function rebuild(args: readonly string[]): Promise<number> {
  const { positionals } = parseArguments(args, {});
  refusePositionals(positionals);
  const { runs: records, problems } = listRuns();
  let complaints = problems.length;
  const history = openHistory((sentence) => {
    complaints++;
    warn(sentence);
  });
  try {
    history.check();
    history.keepOnly(records.map(({ id }) => id));
    for (const record of records) await readAndRemember(record, history);
  } finally {
    history.close();
  }
  for (const problem of problems) warn(problem);
  if (complaints === problems.length) {
    const trainings = counted(records.length, 'training');
    print(`${historyPath()} holds ${trainings}, read anew from the logs.`);
  }
  return complaints === 0 ? 0 : 1;
}
