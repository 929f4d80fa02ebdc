import process from 'node:process';
import { openHistory } from '../history/history.ts';
import { quickRecord } from '../history/quickRecord.ts';
import { quickStatus } from '../history/quickStatus.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { statusReport, statusText, tmuxLine } from '../report/status.ts';
import { warn } from '../app/warn.ts';
import { usageError } from '../words/usageError.ts';
import { onePositional, parseArguments } from './options/args.ts';

/** `plateau status [RUN] [--tmux | --json]`: how a training does. Exit status 1 when there is none; with --tmux an empty line instead. */
export async function status(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, { tmux: { type: 'boolean' }, json: { type: 'boolean' } });
  const word = onePositional(positionals, 'RUN');
  if (values.tmux === true) {
    if (values.json === true) throw usageError('Only one of --tmux and --json is possible.');
    process.stdout.write(`${await lineFor(word)}\n`);
    return 0;
  }
  // What follows knows more, and costs more to load than --tmux may take.
  const record = await wantedRun(word);
  const { storyOfRun } = await import('../history/stories.ts');
  const history = openHistory(warn);
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
    const record = quickRecord(word);
    return record === null ? '' : tmuxLine(record, await quickStatus(record, Date.now() / 1000));
  } catch {
    return '';
  }
}

/** The run that is named, else the newest that runs, else the newest. Throws as `openRun`. */
async function wantedRun(word: string | null): Promise<RunRecord> {
  const { listRuns, openRun } = await import('../runs/runs.ts');
  const running = word === null ? listRuns().runs.find(({ state }) => state === 'running') : undefined;
  return running ?? openRun(word);
}
