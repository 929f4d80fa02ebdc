import type { Plan } from '../../run/events.ts';

/** What is known of a plan so far, to be filled in. */
export type PlanDraft = { -readonly [Key in keyof Plan]?: Plan[Key] };
