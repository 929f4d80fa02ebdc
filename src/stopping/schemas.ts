import * as v from 'valibot';
import type { HeldSignal, StopPlan } from './control.ts';
import type { LadderStep } from './machine/ladder.ts';
import { newSaveWatch } from './machine/saveWatch.ts';
import type { AnsweredRequest, ArmedRecord, HeldRecord } from './machine/state.ts';
import type { Pause } from './pauses.ts';
import { wholePlan } from './stopPlan.ts';

/** What comes from files and sockets. Unknown fields are left out: a plan holds nothing that is not carried out. */
export const stopSignalSchema = v.picklist(['SIGINT', 'SIGTERM', 'SIGKILL']);

/** Seconds that may be waited. */
export const secondsSchema = v.pipe(v.number(), v.finite(), v.minValue(0));

export const armedStageSchema = v.picklist(['advice', 'countdown', 'checkpoint', 'safe-moment', 'signals', 'given-up']);

export const presetSchema = v.picklist(['careful', 'balanced', 'saver']);

const textOrNull = v.nullable(v.string());
const how = {
  strongest: v.exactOptional(stopSignalSchema),
  wait: v.exactOptional(secondsSchema),
  saveWait: v.exactOptional(secondsSchema),
  evenIfSaving: v.exactOptional(v.boolean()),
};
const awaited = { file: v.exactOptional(textOrNull) };

export const stopPlanSchema: v.GenericSchema<unknown, StopPlan> = v.variant('when', [
  v.object({ when: v.literal('now'), ...how }),
  v.object({
    when: v.literal('checkpoint'),
    ...how,
    ...awaited,
    within: v.exactOptional(v.nullable(secondsSchema)),
    reason: v.exactOptional(textOrNull),
  }),
  v.object({
    when: v.literal('advice'),
    ...how,
    ...awaited,
    preset: v.exactOptional(presetSchema),
    grace: v.exactOptional(secondsSchema),
    heeds: v.exactOptional(v.picklist(['any', 'budget'])),
  }),
]);

const habitsSchema = v.object({
  saves: v.string(),
  savedWhen: v.picklist(['reported', 'next-step', 'evaluated']),
  counts: v.picklist(['iterations', 'epochs']),
  firstSignal: v.picklist(['SIGINT', 'SIGTERM']),
  savesOnTerminate: v.exactOptional(v.boolean()),
});

const saveSchema = v.nullable(v.object({ path: textOrNull, at: v.nullable(v.number()) }));
const savesSchema = v.object({ saved: saveSchema, writing: saveSchema, ending: v.boolean() });
const fileSchema = v.object({ before: textOrNull, last: textOrNull, changedAt: v.number() });

/** The planned stop of a record, which may have been edited by hand or written by an earlier version. */
export const armedRecordSchema: v.GenericSchema<unknown, ArmedRecord> = v.object({
  plan: v.pipe(
    stopPlanSchema,
    v.transform((plan) => wholePlan(plan, 'balanced')),
  ),
  by: v.string(),
  since: v.number(),
  stage: armedStageSchema,
  endsAt: v.nullable(v.number()),
  goesOnAt: v.optional(v.nullable(v.number()), null),
  reason: textOrNull,
  habits: v.optional(v.nullable(habitsSchema), null),
  saves: v.optional(savesSchema, newSaveWatch),
  file: v.optional(v.nullable(fileSchema), null),
});

export const ladderStepSchema: v.GenericSchema<unknown, LadderStep> = v.object({
  signal: stopSignalSchema,
  time: v.number(),
  wait: secondsSchema,
  by: v.string(),
  reached: v.nullable(v.object({ pid: v.number(), command: v.string(), processes: v.number() })),
});

/** The signal of a record that waits for the end of a save. */
export const heldRecordSchema: v.GenericSchema<unknown, HeldRecord> = v.object({
  signal: stopSignalSchema,
  wait: secondsSchema,
  by: v.string(),
  request: textOrNull,
  since: v.number(),
});

/** A held signal as everybody may know of it. */
export const heldSignalSchema: v.GenericSchema<unknown, HeldSignal> = v.object({
  signal: stopSignalSchema,
  files: v.array(v.string()),
  until: v.number(),
  afterwards: v.picklist(['ask', 'send']),
  isAsking: v.boolean(),
});

export const pauseSchema: v.GenericSchema<unknown, Pause> = v.object({ from: v.number(), to: v.nullable(v.number()) });

export const answeredRequestSchema: v.GenericSchema<unknown, AnsweredRequest> = v.object({
  request: v.string(),
  problem: textOrNull,
});
