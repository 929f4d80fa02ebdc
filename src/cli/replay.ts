import { setTimeout as sleep } from 'node:timers/promises';
import { wantedMetric } from '../advisor/verdict.ts';
import { circumstancesOf } from '../monitor/circumstances.ts';
import { replayTraining } from '../monitor/replayTraining.ts';
import { familyLine, replayedLine, replayedReport, replaySummaryLines } from '../report/replayLines.ts';
import { logOrRun } from './options/logOrRun.ts';
import { usageError } from '../words/usageError.ts';
import { viewOptions } from './options/viewOptions.ts';
import { replayFlags } from './table/reading.ts';
import { adviceFlags } from './table/sharedFlags.ts';
import { onePositional, parseArguments, wholeNumber } from './options/args.ts';
import { print, printJson } from '../app/print.ts';

/**
 * `plateau replay LOG|CSV|RUN [--json] [--speed N] [--budget N] [--family]`: how the advice would have gone,
 * evaluation by evaluation.
 */
export async function replay(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, { ...adviceFlags, ...replayFlags });
  if (values.group === true) return (await import('./replayGroup.ts')).replayGroup(values, positionals);
  if (values.keep !== undefined) throw usageError('--keep requires --group.');
  const word = onePositional(positionals, 'FILE or RUN');
  if (word === null) throw usageError('`plateau replay` needs the log, the results table or the run to go through.');
  const { path, source, record } = logOrRun(word);
  const speed = wholeNumber('speed', values.speed) ?? 0;
  const overrides = { ...(await viewOptions(values, record)).overrides, budget: wholeNumber('budget', values.budget) };
  const json = values.json === true;
  const circumstances = circumstancesOf(record, overrides);
  let elapsed = 0;
  const { run, verdict, summary } = await replayTraining(source, circumstances, {
    onAdvice: async (advice) => {
      // Of a log that somebody else writes nobody knows how it ended.
      if (advice.kind === 'end' && record === null) return;
      // N times as fast as the training itself was.
      if (speed > 0) await sleep(((advice.elapsed - elapsed) / speed) * 1000);
      elapsed = advice.elapsed;
      if (json) printJson(replayedReport(advice));
      else print(replayedLine(advice));
    },
  });
  if (run.trainer === null) throw new Error(`No trainer recognised in ${path}: name it with --trainer.`);
  if (!json) for (const line of replaySummaryLines(run, summary, wantedMetric(circumstances.settings))) print(line);
  if (!json && values.family === true) print(familyLine(verdict));
  if (!json && record === null)
    print('When its lines were written is not known, so that silences and pauses do not count.');
  return 0;
}
