import { type Verdict, wantedMetric } from '../advisor/verdict.ts';
import type { LogSource } from '../log/logSource.ts';
import type { Run } from '../run/run.ts';
import type { Trainer } from '../trainers/trainer.ts';
import type { Circumstances } from './circumstances.ts';
import { createJudging } from './judging.ts';
import { createPreparedReading, type PreparedReading } from './preparedReading.ts';
import { createWrittenAt, momentOf, readSideFigures } from './readTraining.ts';
import { createReplay, type ReplayedAdvice, type ReplaySummary } from './replay.ts';
import { readSource, type ReadMoment } from './readSource.ts';

export interface ReplayOptions {
  /** Called with each piece of advice, in order; the reading waits for it. */
  readonly onAdvice?: (advice: ReplayedAdvice) => void | Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

/** A training that was gone through. */
export interface Replayed {
  readonly run: Run;
  readonly trainer: Trainer | null;
  /** As it is judged in the end. */
  readonly verdict: Verdict;
  readonly summary: ReplaySummary;
}

/**
 * Goes through a training as if it were live: judges it at every evaluation, at every long silence, and at the end of
 * what there is. Nothing that is read later changes what was said before. Throws as `readSource`.
 */
export async function replayTraining(
  source: LogSource,
  circumstances: Circumstances,
  { onAdvice, signal }: ReplayOptions,
): Promise<Replayed> {
  const judging = createJudging(circumstances);
  const replay = createReplay(wantedMetric(circumstances.settings));
  const waiting: ReplayedAdvice[] = [];
  let last: Verdict | null = null;
  const judge = (reading: PreparedReading, { time, lastTime }: ReadMoment): Verdict => {
    // How it ended was not known then.
    const process = { alive: time === null ? null : true, exit: null, pauses: circumstances.process().pauses };
    const startedAt = time === null ? null : circumstances.startedAt;
    return judging.verdict(reading, { now: time ?? 0, quietSince: lastTime, startedAt, process });
  };
  const read = await readSource(source, circumstances, {
    onMoment: (reading, moment) => {
      const { run } = reading;
      if (moment.kind === 'evaluation') {
        const advice = replay.look(run, () => judge(reading, moment));
        if (advice !== null) waiting.push(advice);
        last = advice?.verdict ?? last;
        return;
      }
      const verdict = judge(reading, moment);
      if (verdict.name !== last?.name) waiting.push(replay.between(run, 'silence', verdict));
      last = verdict;
    },
    onPiece: async () => {
      for (const advice of waiting.splice(0)) await onAdvice?.(advice);
    },
    signal,
  });
  await readSideFigures(read, source, circumstances);
  const { run } = read.reading;
  const quietSince = read.lastTime ?? createWrittenAt(source, circumstances)();
  const verdict = judging.verdict(read.reading, momentOf(circumstances, quietSince, circumstances.clock()));
  await onAdvice?.(replay.between(run, 'end', verdict));
  return { run, trainer: read.reading.trainer(), verdict, summary: replay.summary(run) };
}

/** Judges a training of which no log can be read. */
export function judgeUnread(circumstances: Circumstances): Pick<Replayed, 'run' | 'verdict'> {
  const reading = createPreparedReading(circumstances, {}, null);
  const moment = momentOf(circumstances, null, circumstances.clock());
  return { run: reading.run, verdict: createJudging(circumstances).verdict(reading, moment) };
}
