import process from 'node:process';
import { quickStatus } from '../history/quickStatus.ts';
import type { RunRecord } from '../keeper/control.ts';
import { listRuns, openRun } from '../keeper/runs.ts';
import { complain } from './complain.ts';
import { UsageError } from './usageError.ts';
import { onePositional, parseWords } from './words.ts';

/** `plateau status [RUN] [--tmux | --json]`: how a training does. Exit status 1 when there is none; with --tmux an empty line instead. */
export async function status(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseWords(words, { tmux: { type: 'boolean' }, json: { type: 'boolean' } });
  const word = onePositional(positionals, 'RUN');
  if (values.tmux === true) {
    if (values.json === true) throw new UsageError('Only one of --tmux and --json is possible.');
    process.stdout.write(`${await lineFor(word)}\n`);
    return 0;
  }
  const record = wantedRun(word) ?? openRun(word);
  const { openHistory } = await import('../history/history.ts');
  const { storyOfRun } = await import('../history/stories.ts');
  const { statusReport, statusText } = await import('../report/status.ts');
  const history = openHistory(complain);
  try {
    const story = await storyOfRun(record, history);
    process.stdout.write(
      `${values.json === true ? JSON.stringify(statusReport(record, story)) : statusText(record, story)}\n`,
    );
    return 0;
  } finally {
    history.close();
  }
}

/** Whatever is wrong, a status line is no place to say so. */
async function lineFor(word: string | null): Promise<string> {
  try {
    const record = wantedRun(word);
    if (record === null) return '';
    const { tmuxLine } = await import('../report/status.ts');
    return tmuxLine(record, await quickStatus(record, Date.now() / 1000));
  } catch {
    return '';
  }
}

/** The run that is named, else the newest that runs, else the newest; null when there is none. Throws as `openRun`. */
function wantedRun(word: string | null): RunRecord | null {
  if (word !== null) return openRun(word);
  const { runs } = listRuns();
  return runs.find(({ state }) => state === 'running') ?? runs[0] ?? null;
}
