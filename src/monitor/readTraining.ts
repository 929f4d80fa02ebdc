import { statSync } from 'node:fs';
import type { LogSource } from '../log/logSource.ts';
import type { Circumstances } from './circumstances.ts';
import { createJudging, type JudgedMoment } from './judging.ts';
import type { Monitor } from './monitor.ts';
import { openSideFigures } from './sideFigures.ts';
import { readSource, type SourceRead } from './readSource.ts';

/** A training whose log was read once. */
export type TrainingRead = Pick<Monitor, 'run' | 'trainer' | 'verdict'>;

/**
 * Reads a training once, to the end of what there is now, and judges it as a monitor that has followed it.
 * Throws as `readSource`.
 */
export async function readTraining(
  source: LogSource,
  circumstances: Circumstances,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<TrainingRead> {
  const read = await readSource(source, circumstances, { signal });
  await readSideFigures(read, source, circumstances);
  const judging = createJudging(circumstances);
  return {
    run: read.reading.run,
    trainer: read.reading.trainer,
    verdict: (now, preset) =>
      judging.verdict(read.reading, momentOf(source, circumstances, read.lastTime, now), preset),
  };
}

/** Reads the figures that the trainer keeps beside its log. */
export async function readSideFigures(
  { reading }: SourceRead,
  source: LogSource,
  { started }: Pick<Circumstances, 'started'>,
): Promise<void> {
  if (source.directory === null) return;
  const base = started?.cwd ?? source.directory;
  const figures = openSideFigures(reading.run, { base, log: source.path, changed: () => {} });
  await figures?.readToEnd();
  figures?.close();
}

/**
 * The present moment of a training. `lastTime` is when its log was written last, as far as that was told while it was
 * read.
 */
export function momentOf(
  source: LogSource,
  circumstances: Pick<Circumstances, 'process'>,
  lastTime: number | null,
  now: number,
): JudgedMoment {
  const process = circumstances.process();
  // A log that nobody is known to write may be an old one: that it is quiet means nothing.
  const quietSince = lastTime ?? (process.alive === true ? writtenAt(source) : null);
  return { now, quietSince, process };
}

function writtenAt({ path }: LogSource): number | null {
  const stats = path === null ? undefined : statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? null : stats.mtimeMs / 1000;
}
