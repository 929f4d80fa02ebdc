import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { singleLine } from '../../words/harmless.ts';
import { makeDirectory } from '../userDirectory.ts';
import { writeWholeFile } from '../wholeFile.ts';
import { likenessSchema } from './likeness.ts';

const number = v.pipe(v.number(), v.finite());
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
/** As `runKey` makes it. */
const key = v.pipe(v.string(), v.maxLength(600));

/** Where a run of a group stands, as it is told to the machines of the other runs. */
export const standingSchema = v.object({
  points: v.pipe(v.array(v.object({ share, best: number, level: number, high: v.nullable(number) })), v.maxLength(64)),
  state: v.picklist(['running', 'done', 'out']),
  /** So many of the group go on whatever is outrun; null where nobody said how many. */
  keep: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))),
  likeness: likenessSchema,
});

export type ToldStanding = v.InferOutput<typeof standingSchema>;

/** What an open list of trainings tells each machine of a group whose runs are on several. */
export const tellingSchema = v.object({
  /** The list: no other has the same. */
  by: v.pipe(v.string(), v.uuid()),
  /** The one run of the whole group that may decide for itself now; null: none. */
  turn: v.nullable(key),
  /** All runs of the group, those of the machine that is told among them. */
  runs: v.pipe(
    v.array(
      v.object({
        ...standingSchema.entries,
        key,
        name: v.pipe(v.string(), v.transform(singleLine)),
        metric: v.pipe(v.string(), v.maxLength(100)),
      }),
    ),
    v.maxLength(64),
  ),
});

export type GroupTelling = v.InferOutput<typeof tellingSchema>;

/** Seconds for which what was told counts, should nothing more be told. */
export const tellingCounts = 90;

const fileSchema = v.object({ writtenAt: number, ...tellingSchema.entries });

/** What was told of a group's runs on all machines; null where nothing was of late. `now`: epoch seconds. */
export function readTelling(directory: string, now: number = Date.now() / 1000): GroupTelling | null {
  try {
    const { success, output } = v.safeParse(fileSchema, JSON.parse(readFileSync(pathIn(directory), 'utf8')));
    if (!success) return null;
    const { writtenAt, ...telling } = output;
    return Math.abs(now - writtenAt) <= tellingCounts ? telling : null;
  } catch {
    return null;
  }
}

/**
 * Keeps what a list tells, in place of what it told before; without a run it is forgotten. Throws a sentence where
 * another list tells of this group: two that decide at once could stop more runs than may be stopped.
 */
export function keepTelling(directory: string, telling: GroupTelling, now: number = Date.now() / 1000): void {
  const before = readTelling(directory, now);
  if (before !== null && before.by !== telling.by) throw new Error('Another open list decides for this group now.');
  const path = pathIn(directory);
  if (telling.runs.length === 0) {
    rmSync(path, { force: true });
    return;
  }
  makeDirectory(directory);
  writeWholeFile(path, JSON.stringify({ writtenAt: now, ...telling }));
}

function pathIn(directory: string): string {
  return join(directory, 'elsewhere.json');
}
