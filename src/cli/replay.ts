import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { createReplay } from '../monitor/replay.ts';
import { replayedLine, replayedReport, replaySummaryLines } from '../report/replayLines.ts';
import { replayLog } from '../monitor/replayLog.ts';
import type { TrainerHabits } from '../trainers/trainer.ts';
import { logOrRun } from './options/logOrRun.ts';
import { usageError } from '../words/usageError.ts';
import { adviceFlags, viewOptions } from './options/viewOptions.ts';
import { onePositional, parseArguments, wholeNumber } from './options/args.ts';

const flags = {
  ...adviceFlags,
  json: { type: 'boolean' },
  speed: { type: 'string' },
  budget: { type: 'string' },
} as const;

/** `plateau replay LOG|CSV|RUN [--json] [--speed N] [--budget N]`: how the advice would have gone, evaluation by evaluation. */
export async function replay(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, flags);
  const word = onePositional(positionals, 'FILE or RUN');
  if (word === null) throw usageError('`plateau replay` needs the log, the results table or the run to go through.');
  const { path, record } = logOrRun(word);
  const speed = wholeNumber('speed', values.speed);
  const { settings, trainer } = viewOptions(values);
  const say = (text: string) => process.stdout.write(`${text}\n`);
  const json = values.json === true;
  let habits: TrainerHabits | null = null;
  let elapsed = 0;
  const replaying = createReplay(settings, () => habits);
  const { run } = await replayLog(path, {
    trainer,
    started: record,
    budget: wholeNumber('budget', values.budget),
    onLine: async (reading) => {
      habits = reading.trainer()?.habits ?? null;
      const advice = replaying.look(reading.run);
      if (advice === null) return;
      // N times as fast as the training itself was.
      if (speed !== null && speed > 0) await sleep(((reading.run.elapsed - elapsed) / speed) * 1000);
      elapsed = reading.run.elapsed;
      say(json ? JSON.stringify(replayedReport(reading.run, advice)) : replayedLine(reading.run, advice));
    },
  });
  if (run.trainer === null) throw new Error(`No trainer recognised in ${path}: name it with --trainer.`);
  if (!json) for (const line of replaySummaryLines(run, replaying.summary(run))) say(line);
  return 0;
}
