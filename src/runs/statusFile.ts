import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import * as valibot from 'valibot';
import type { RunRecord } from './runRecord.ts';

/** The version of the file that is written here. What a newer version wrote is read, and never overwritten. */
export const statusVersion = 1;

const number = valibot.nullable(valibot.number());
const unit = valibot.picklist(['iteration', 'epoch']);

/**
 * `status.json` of a run's directory: how the training does, for those who have no time to read its log. Times in
 * seconds, mAP as fractions, sizes in bytes; null where something is not known.
 */
const schema = valibot.looseObject({
  version: valibot.number(),
  run: valibot.string(),
  machine: valibot.nullable(valibot.looseObject({ host: valibot.string(), boot: valibot.nullable(valibot.string()) })),
  /** Grows with every writing. */
  seq: valibot.number(),
  time: valibot.looseObject({
    wall: valibot.number(),
    monotonic: valibot.number(),
    boot: valibot.nullable(valibot.string()),
  }),
  /** Of the run's record. */
  state: valibot.string(),
  trainer: valibot.nullable(
    valibot.looseObject({ name: valibot.string(), version: valibot.nullable(valibot.string()) }),
  ),
  verdict: valibot.looseObject({
    name: valibot.string(),
    label: valibot.string(),
    /** What a person reads. */
    words: valibot.exactOptional(valibot.string()),
    action: valibot.picklist(['continue', 'watch', 'may-stop', 'stop']),
    isStop: valibot.boolean(),
    severity: valibot.picklist(['low', 'normal', 'high']),
    exitStatus: valibot.number(),
    headline: valibot.string(),
    reasons: valibot.array(valibot.string()),
  }),
  position: valibot.looseObject({ at: number, planned: number, unit, progress: number }),
  /** The figure that decides. */
  metric: valibot.looseObject({
    name: valibot.string(),
    higherIsBetter: valibot.boolean(),
    now: number,
    best: valibot.nullable(valibot.looseObject({ value: valibot.number(), at: valibot.number() })),
  }),
  /** The best mAP, mAP50-95 where the trainer tells it. */
  best: valibot.nullable(
    valibot.looseObject({
      metric: valibot.picklist(['map50', 'map50To95']),
      value: valibot.number(),
      at: valibot.number(),
    }),
  ),
  /** The mAP, oldest first, in at most 32 values. */
  course: valibot.array(valibot.number()),
  /** Where it stood by share of its plan, for the other runs of its group; absent in files of an earlier version. */
  points: valibot.exactOptional(
    valibot.array(
      valibot.object({ share: valibot.number(), best: valibot.number(), level: valibot.number(), high: number }),
    ),
  ),
  loss: valibot.nullable(valibot.looseObject({ first: number, last: number, min: number })),
  /** Training time so far, and time to the planned end. */
  elapsed: valibot.number(),
  eta: number,
  forecast: valibot.nullable(
    valibot.looseObject({ low: valibot.number(), mid: valibot.number(), high: valibot.number() }),
  ),
  /** The newest weights that were announced, and whether their file is known to be whole. */
  save: valibot.nullable(
    valibot.looseObject({
      path: valibot.string(),
      at: number,
      role: valibot.string(),
      elapsed: number,
      whole: valibot.nullable(valibot.boolean()),
    }),
  ),
  /** The log as it was read, and what it says of itself. */
  log: valibot.looseObject({
    size: valibot.number(),
    modified: valibot.number(),
    lines: valibot.number(),
    unexplained: valibot.number(),
    state: valibot.picklist(['running', 'ended', 'failed', 'diverged']),
    /** All else that the figures depend on, as JSON. */
    readAs: valibot.string(),
  }),
});

export type StatusFile = valibot.InferOutput<typeof schema>;

/** Reads what was written last; null when there is nothing that can be read. */
export function readStatus({ log }: Pick<RunRecord, 'log'>): StatusFile | null {
  try {
    const { success, output } = valibot.safeParse(schema, JSON.parse(readFileSync(statusPath(dirname(log)), 'utf8')));
    return success ? output : null;
  } catch {
    return null;
  }
}

/**
 * Replaces the file in one step, keeping the fields that this version does not know. Readers find the old file or the
 * new one. What cannot be written is left out: everything in it can be read from the log again.
 */
export function writeStatus({ log }: Pick<RunRecord, 'log'>, status: StatusFile): void {
  const before = readStatus({ log });
  if (before !== null && before.version > statusVersion) return;
  const path = statusPath(dirname(log));
  const temporary = `${path}.${process.pid}`;
  try {
    writeFileSync(temporary, JSON.stringify({ ...before, ...status }), { mode: 0o600 });
    renameSync(temporary, path);
  } catch {
    rmSync(temporary, { force: true });
  }
}

/** Where `status.json` is in a run's directory. */
export function statusPath(directory: string): string {
  return join(directory, 'status.json');
}
