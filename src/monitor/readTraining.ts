import { statSync } from 'node:fs';
import type { LogSource } from '../log/logSource.ts';
import type { Circumstances } from './circumstances.ts';
import { createJudging, type JudgedMoment } from './judging.ts';
import type { Monitor } from './monitor.ts';
import { openSideFigures } from './sideFigures.ts';
import { readSource, type SourceRead } from './readSource.ts';

/** A training whose log was read once. */
export type TrainingRead = Pick<Monitor, 'run' | 'trainer' | 'now' | 'verdict' | 'groupPoints'>;

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
  const writtenAt = createWrittenAt(source, circumstances);
  return {
    run: read.reading.run,
    trainer: read.reading.trainer,
    now: circumstances.clock,
    verdict: (now, preset) =>
      judging.verdict(read.reading, momentOf(circumstances, read.lastTime ?? writtenAt(), now), preset),
    groupPoints: () => judging.groupPoints(read.reading),
  };
}

/** Reads the figures that the trainer keeps beside its log. */
export async function readSideFigures(
  { reading }: SourceRead,
  source: LogSource,
  { started, clock }: Pick<Circumstances, 'started' | 'clock'>,
): Promise<void> {
  if (source.directory === null) return;
  const base = started?.cwd ?? source.directory;
  const figures = openSideFigures(reading.run, { base, log: source.path, changed: () => {}, clock });
  await figures?.readToEnd();
  figures?.close();
}

/** The present moment of a training whose log was written last at `quietSince`. */
export function momentOf(
  { process, startedAt }: Pick<Circumstances, 'process' | 'startedAt'>,
  quietSince: number | null,
  now: number,
): JudgedMoment {
  return { now, quietSince, startedAt, process: process() };
}

/**
 * Returns a function that tells when the file of a log was written last, on the clock of the training; null where there
 * is no file, or nobody is known to write it: that an old log is quiet means nothing. The time of a file is one of the
 * machine's clock, which may be set later: how long ago it was is asked once for each writing.
 */
export function createWrittenAt(
  { path }: Pick<LogSource, 'path'>,
  { process, clock }: Pick<Circumstances, 'process' | 'clock'>,
): () => number | null {
  let known: { readonly modified: number; readonly time: number } | null = null;
  return () => {
    const stats = path === null || process().alive !== true ? undefined : statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return null;
    if (known?.modified !== stats.mtimeMs) {
      const ago = Math.max(0, (Date.now() - stats.mtimeMs) / 1000);
      known = { modified: stats.mtimeMs, time: clock() - ago };
    }
    return known.time;
  };
}
