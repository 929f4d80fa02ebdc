import * as v from 'valibot';
import { actionNames } from '../../advisor/verdictTable.ts';
import { outcomes } from '../../history/outcome.ts';
import { groupProgressSchema } from '../../runs/group/groupUpdate.ts';
import type { MemberFacts } from '../member.ts';

/** Limits of what another machine may tell of a run: nobody can make this process grow. */
const maxText = 4096;
const maxArgs = 2048;
const maxCourse = 64;
const maxRuns = 1024;

const text = v.pipe(
  v.string(),
  v.transform((value) => value.slice(0, maxText)),
);
const textOrNull = v.nullable(text);
const number = v.pipe(v.number(), v.finite());
const numberOrNull = v.nullable(number);
/** Names files and other runs: never anything but one word. */
const runId = v.pipe(v.string(), v.regex(/^[\w.][\w.+-]{0,200}$/));

function listOf<Item extends v.GenericSchema>(item: Item, max: number) {
  return v.pipe(
    v.array(item),
    v.transform((items) => items.slice(0, max)),
  );
}

const placeAndValue = v.object({ value: number, at: number });

/**
 * What a machine tells of a run, as it came over a line. Fields of a later version are left out. Sanitised where it
 * becomes a member (`placed`).
 */
export const factsSchema: v.GenericSchema<unknown, MemberFacts> = v.object({
  run: runId,
  machine: v.object({ id: text, host: text }),
  user: text,
  /** A state that only a later version knows. */
  state: v.fallback(v.picklist(outcomes), 'unknown'),
  stateText: text,
  isLive: v.boolean(),
  isPaused: v.boolean(),
  name: text,
  group: textOrNull,
  tags: listOf(text, maxArgs),
  note: textOrNull,
  command: listOf(text, maxArgs),
  cwd: text,
  log: text,
  attempt: number,
  // Versions before these told each run as a training of its own.
  runs: v.optional(listOf(runId, maxRuns), []),
  shownAs: v.optional(v.nullable(runId), null),
  after: v.nullable(v.object({ run: runId, onlyOk: v.boolean() })),
  job: v.nullable(v.object({ scheduler: v.picklist(['slurm', 'kubernetes']), id: text, array: textOrNull })),
  startedAt: number,
  endedAt: numberOrNull,
  exit: v.nullable(v.object({ code: numberOrNull, signal: textOrNull })),
  problem: textOrNull,
  armed: v.nullable(v.object({ stage: text, reason: textOrNull })),
  trouble: textOrNull,
  trainer: v.nullable(v.object({ name: text, version: textOrNull })),
  verdict: v.nullable(
    v.object({
      name: text,
      label: text,
      words: text,
      action: v.fallback(v.picklist(actionNames), 'continue'),
      isStop: v.boolean(),
      severity: v.fallback(v.picklist(['low', 'normal', 'high']), 'normal'),
      headline: text,
      reasons: listOf(text, maxArgs),
    }),
  ),
  position: v.object({
    at: numberOrNull,
    planned: numberOrNull,
    unit: v.picklist(['iteration', 'epoch']),
    progress: numberOrNull,
  }),
  metric: v.object({
    name: text,
    higherIsBetter: v.boolean(),
    now: numberOrNull,
    best: v.nullable(placeAndValue),
  }),
  best: v.nullable(v.object({ metric: v.picklist(['map50', 'map50To95']), value: number, at: number })),
  course: listOf(number, maxCourse),
  save: v.nullable(v.object({ path: text, at: numberOrNull, elapsed: numberOrNull })),
  elapsed: numberOrNull,
  eta: numberOrNull,
  forecast: v.nullable(v.object({ low: number, mid: number, high: number })),
  gpu: v.nullable(
    v.object({ count: number, utilisation: numberOrNull, memoryUsed: numberOrNull, memoryTotal: numberOrNull }),
  ),
  // Earlier versions do not send it.
  groupProgress: v.optional(v.fallback(v.nullable(groupProgressSchema), null), null),
});

/** The fields in which facts differ from those told before. Pure. */
export function changedFacts(before: MemberFacts, now: MemberFacts): Partial<MemberFacts> {
  const old = new Map<string, unknown>(Object.entries(before));
  return Object.fromEntries(
    Object.entries(now).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(old.get(name))),
  );
}
