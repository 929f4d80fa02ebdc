import process from 'node:process';
import { duration } from '../advisor/words.ts';
import { openHistory } from '../history/history.ts';
import { summariesOf } from '../history/stories.ts';
import { listRuns } from '../keeper/runs.ts';
import { outcomeText } from '../report/outcome.ts';
import { bestText, progressText } from '../report/runsTable.ts';
import type { ListedEntry } from '../screen/listRows.ts';
import { commands } from './commands.ts';
import { generalHelp } from './help.ts';

/**
 * `plateau` alone: the trainings started here, to be opened with Enter. Without a terminal it prints what `plateau runs` does; where there is no
 * training yet, the help.
 */
export async function list(): Promise<number> {
  if (listRuns().runs.length === 0) {
    process.stdout.write(`${generalHelp(commands)}\n`);
    return 0;
  }
  if (!process.stdout.isTTY || !process.stdin.isTTY) return (await import('./runs.ts')).runs([]);
  if (process.env['NO_COLOR'] !== undefined && process.env['NO_COLOR'] !== '') process.env['FORCE_COLOR'] = '0';
  const { chooseRun } = await import('../screen/runList.tsx');
  const chosen = await chooseRun({ entries: await readEntries(), read: readEntries });
  return chosen === null ? 0 : (await import('./attach.ts')).attach([chosen]);
}

/** More than anybody scrolls through; `plateau runs` has them all. */
const mostEntries = 200;

async function readEntries(): Promise<readonly ListedEntry[]> {
  const now = Date.now() / 1000;
  const records = listRuns().runs.slice(0, mostEntries);
  // What is wrong with the history is said by `plateau runs`, not over a list.
  const history = openHistory(() => {});
  try {
    const summaries = await summariesOf(records, history);
    return records.map((record): ListedEntry => {
      const summary = summaries.get(record.id)!;
      return {
        id: record.id,
        name: record.name,
        state: outcomeText(record, summary),
        isRunning: record.state === 'running' || record.state === 'starting',
        progress: progressText(summary),
        best: bestText(summary),
        curve: summary.curve,
        started: `${duration(now - record.startedAt)} ago`,
        verdict: summary.verdict.headline,
      };
    });
  } finally {
    history.close();
  }
}
