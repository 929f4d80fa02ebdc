import { placeOf } from './evaluations.ts';
import { position } from './reduce.ts';
import type { Checkpoint, Run } from './run.ts';
import { bestCheckpoint, lastResumable } from './selectors.ts';

/** How a trainer saves, as far as its log does not tell: see `TrainerHabits.savedWhen`. */
export interface SaveHabits {
  readonly savedWhen?: 'reported' | 'next-step' | 'evaluated';
  /** Whether it prints something of every epoch. Absent: it does. */
  readonly printsEveryEpoch?: false;
}

/** The newest state that the training can go on from. */
export interface KnownSave {
  /** Null where the trainer does not name it. */
  readonly path: string | null;
  readonly at: number | null;
  /** Training time by then, in seconds. */
  readonly elapsed: number;
  /** The log does not say so: this trainer saves after each evaluation without a word. */
  readonly isProbable: boolean;
}

/** Returns the newest save since the training began or was resumed; null where there is none. */
export function lastSave(run: Run, habits: SaveHabits | null): KnownSave | null {
  const announced = announcedSave(run);
  const silent = habits?.savedWhen === 'evaluated' ? silentSave(run) : null;
  return silent !== null && silent.at >= (announced?.at ?? Number.NEGATIVE_INFINITY) ? silent : announced;
}

/**
 * What would be thrown away by stopping now: steps and seconds of training since the last save. In a run that was
 * resumed, what was trained before is saved.
 */
export function unsavedWork(run: Run, habits: SaveHabits | null): { steps: number; seconds: number } {
  const at = position(run) ?? 0;
  const saved = lastSave(run, habits);
  const from = saved?.at ?? trainedFrom(run, habits);
  const since = saved?.elapsed ?? run.resumed?.elapsed ?? 0;
  return { steps: Math.max(0, at - from), seconds: Math.max(0, run.elapsed - since) };
}

/**
 * The weights to keep of those that were saved before `since`, the first place at which they were broken: the best,
 * else the newest. A file that was written again from there on is broken too, also where the log does not say of which
 * place it is.
 */
export function saveFromBefore(run: Run, since: number): Checkpoint | null {
  const isGood = ({ at }: Checkpoint) => at !== null && at < since;
  const broken = new Set(run.checkpoints.filter((each) => !isGood(each)).map(({ path }) => path));
  const good = run.checkpoints.filter((each) => isGood(each) && !broken.has(each.path));
  return bestCheckpoint({ checkpoints: good }) ?? good.at(-1) ?? null;
}

function announcedSave(run: Run): KnownSave | null {
  const { resumed, checkpoints } = run;
  const before = resumed?.last ?? null;
  const since = before === null ? checkpoints : checkpoints.slice(checkpoints.indexOf(before) + 1);
  const saved = lastResumable({ checkpoints: since });
  return saved === null ? null : { path: saved.path, at: saved.at, elapsed: saved.elapsed, isProbable: false };
}

function silentSave(run: Run): (KnownSave & { readonly at: number }) | null {
  const last = run.evaluations.at(-1);
  const at = last === undefined ? null : placeOf(run, last);
  return at === null ? null : { path: null, at, elapsed: last!.elapsed, isProbable: true };
}

/**
 * Where the training of this log began: where it was resumed, or where its first step shows that another log came
 * before. Many trainers print every tenth step or so, and the first of them is no resume; of epochs each is printed,
 * but for trainers that are not known. Trainers with epochs go on where one begins.
 */
export function trainedFrom(run: Run, habits: SaveHabits | null): number {
  if (run.resumed !== null) return run.resumed.at;
  const { axis, iterations, epochs, batches, plan } = run;
  const printsEveryEpoch = habits !== null && habits.printsEveryEpoch !== false;
  if (axis === 'epoch' && printsEveryEpoch) {
    const first = epochs?.first ?? batches?.epoch ?? 1;
    return first > 2 ? first - 1 : 0;
  }
  const progress = axis === 'iteration' ? iterations : epochs;
  if (progress === null || progress.count < 2) return 0;
  const between = (progress.last - progress.first) / (progress.count - 1);
  if (progress.first <= 2 * between) return 0;
  const printed = Math.round(progress.first - between);
  if (axis === 'epoch' || plan.iterations === null || plan.epochs === null) return printed;
  const perEpoch = plan.iterations / plan.epochs;
  const begin = Math.round(Math.floor((progress.first - 1) / perEpoch) * perEpoch);
  return Math.max(printed, begin);
}
