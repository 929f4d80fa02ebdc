import { usageError } from '../../words/usageError.ts';
import type { RunRecord } from '../runRecord.ts';
import { oncePerTraining } from '../linked/trainings.ts';
import { listRuns, openRun } from '../runs.ts';
import { groupOf } from './groupOf.ts';
import { foldOf, type GroupIdentity, toldGroup } from './toldGroup.ts';

/** The runs of a group, oldest first, one for each training. */
export interface FoundGroup {
  readonly identity: GroupIdentity;
  readonly records: readonly RunRecord[];
  /** They are folds of one cross-validation: their mean is the answer, not the best of them. */
  readonly areFolds: boolean;
}

/**
 * Finds a group by its name or by the number of a Slurm array, else by one of its runs. Throws a sentence where there
 * is none.
 */
export function findGroup(name: string): FoundGroup {
  if (name === '') throw usageError('--group expects the name of a group, or one of its runs.');
  const { runs } = listRuns();
  const told = runs.map(toldGroup).find((each) => each !== null && isNamed(each, name)) ?? null;
  const identity = told ?? groupOf(runOrThrow(name));
  const records = oncePerTraining(runs)
    .filter((record) => groupOf(record).key === identity.key)
    .toReversed();
  const folds = new Set(records.map(foldOf));
  return { identity, records, areFolds: records.length > 1 && !folds.has(null) && folds.size === records.length };
}

function isNamed({ kind, name, key }: GroupIdentity, wanted: string): boolean {
  return name === wanted || (kind === 'array' && key === `array:${wanted}`);
}

function runOrThrow(name: string): RunRecord {
  try {
    return openRun(name);
  } catch (error) {
    throw new Error(
      `There is no group ${JSON.stringify(name)}, nor a run of that name: \`plateau runs --json\` tells the group of each.`,
      { cause: error },
    );
  }
}
