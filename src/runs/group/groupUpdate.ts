import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { singleLine } from '../../words/harmless.ts';
import { makeDirectory } from '../userDirectory.ts';
import { writeWholeFile } from '../wholeFile.ts';
import { comparisonKeySchema } from './comparisonKey.ts';

const number = v.pipe(v.number(), v.finite());
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
/** As `runKey` makes it. */
const key = v.pipe(v.string(), v.maxLength(600));

/** How far a run of a group is, for comparison with runs on other machines. */
export const groupProgressSchema = v.object({
  points: v.pipe(v.array(v.object({ share, best: number, level: number, high: v.nullable(number) })), v.maxLength(64)),
  state: v.picklist(['running', 'done', 'out']),
  /** `--keep` of the run; null where it was not given. */
  keep: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))),
  comparisonKey: comparisonKeySchema,
});

export type GroupProgress = v.InferOutput<typeof groupProgressSchema>;

/** What an open list sends to each machine of a group that has runs on several. */
export const groupUpdateSchema = v.object({
  /** Identifies the list. */
  list: v.pipe(v.string(), v.uuid()),
  /** The only run of the group that may decide now; null for none. */
  turn: v.nullable(key),
  /** All runs of the group, those of the receiving machine included. */
  runs: v.pipe(
    v.array(
      v.object({
        ...groupProgressSchema.entries,
        key,
        name: v.pipe(v.string(), v.transform(singleLine)),
        metric: v.pipe(v.string(), v.maxLength(100)),
      }),
    ),
    v.maxLength(64),
  ),
});

export type GroupUpdate = v.InferOutput<typeof groupUpdateSchema>;

/** Seconds after which an update expires. */
export const groupUpdateLifetime = 90;

const fileSchema = v.object({ writtenAt: number, ...groupUpdateSchema.entries });

/** Reads the last update of a group; null where there is none, or it has expired. `now`: epoch seconds. */
export function readGroupUpdate(directory: string, now: number = Date.now() / 1000): GroupUpdate | null {
  try {
    const { success, output } = v.safeParse(fileSchema, JSON.parse(readFileSync(pathIn(directory), 'utf8')));
    if (!success) return null;
    const { writtenAt, ...update } = output;
    return Math.abs(now - writtenAt) <= groupUpdateLifetime ? update : null;
  } catch {
    return null;
  }
}

/**
 * Stores an update in place of the last one; an update without runs removes it. Throws a sentence while an update of
 * another list is valid: two lists that coordinate one group could stop more runs than may be stopped.
 */
export function writeGroupUpdate(directory: string, update: GroupUpdate, now: number = Date.now() / 1000): void {
  const before = readGroupUpdate(directory, now);
  if (before !== null && before.list !== update.list) throw new Error('Another open list decides for this group now.');
  const path = pathIn(directory);
  if (update.runs.length === 0) {
    rmSync(path, { force: true });
    return;
  }
  makeDirectory(directory);
  writeWholeFile(path, JSON.stringify({ writtenAt: now, ...update }));
}

function pathIn(directory: string): string {
  return join(directory, 'update.json');
}
