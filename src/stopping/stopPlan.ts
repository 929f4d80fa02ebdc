import type { ArmedRecord, StopPlan, StopSignal } from './control.ts';
import { countdown, stepWait } from './defaults.ts';

/** A plan with everything said that its asker left to the defaults. */
export type WholePlan = Required<StopPlan>;

/** Fills a plan up with the defaults. `preset` is that of the run's own advice settings. */
export function wholePlan(plan: StopPlan, preset: 'careful' | 'balanced' | 'saver'): WholePlan {
  const how = { strongest: 'SIGTERM', wait: stepWait, file: null } as const;
  switch (plan.when) {
    case 'checkpoint':
      return { ...how, within: null, reason: null, ...plan };
    case 'advice':
      return { ...how, preset, grace: countdown, heeds: 'any', ...plan };
  }
}

/**
 * Whether a planned stop already does what is asked, and at a deadline that is no later: a scheduler sends its signal to all processes of a job,
 * each of which passes it on.
 */
export function isSoonerThan({ plan, endsAt }: ArmedRecord, asked: WholePlan, now: number): boolean {
  const wanted = asked.when === 'checkpoint' && asked.within !== null ? now + asked.within : Infinity;
  return plan.when === 'checkpoint' && asked.when === 'checkpoint' && endsAt !== null && endsAt <= wanted;
}

/** A clock that was set while no keeper lived must not turn a countdown of minutes into hours. */
export function sensibleEnd(endsAt: number | null, plan: WholePlan, now: number): number | null {
  const longest = plan.when === 'advice' ? plan.grace : (plan.within ?? 0);
  return endsAt === null ? null : Math.min(endsAt, now + longest);
}

/** Checks a plan that came over the socket or from a file, and leaves out what it should not hold; null when it is none. */
export function asStopPlan(value: unknown): StopPlan | null {
  if (!isObject(value)) {
    return null;
  }

  const { when, strongest, wait, file, within, reason, preset, grace, heeds } = value;
  if (
    (strongest !== undefined && !isStopSignal(strongest)) ||
    (wait !== undefined && !isDuration(wait)) ||
    (file !== undefined && !isTextOrNull(file))
  ) {
    return null;
  }

  const how = {
    ...(strongest === undefined ? {} : { strongest }),
    ...(wait === undefined ? {} : { wait }),
    ...(file === undefined ? {} : { file }),
  };
  if (when === 'checkpoint' && isDurationOrNull(within) && isTextOrNull(reason)) {
    return { when, ...how, within: within ?? null, reason: reason ?? null };
  }

  if (
    when === 'advice' &&
    (preset === undefined || isPreset(preset)) &&
    (grace === undefined || isDuration(grace)) &&
    (heeds === undefined || heeds === 'any' || heeds === 'budget')
  ) {
    return {
      when,
      ...how,
      ...(preset === undefined ? {} : { preset }),
      ...(grace === undefined ? {} : { grace }),
      ...(heeds === undefined ? {} : { heeds }),
    };
  }

  return null;
}

/** Checks the planned stop of a record, which may have been edited by hand; null when it is none. */
export function asArmedRecord(value: unknown): ArmedRecord | null {
  if (!isObject(value)) {
    return null;
  }

  const plan = asStopPlan(value['plan']);
  const { by, since, stage, endsAt, reason } = value;
  return plan !== null &&
    typeof by === 'string' &&
    typeof since === 'number' &&
    isStage(stage) &&
    (endsAt === null || typeof endsAt === 'number') &&
    (reason === null || typeof reason === 'string')
    ? { plan, by, since, stage, endsAt, reason }
    : null;
}

export function isStopSignal(value: unknown): value is StopSignal {
  return value === 'SIGINT' || value === 'SIGTERM' || value === 'SIGKILL';
}

/** Seconds that may be waited: finite, and not negative. */
export function isDuration(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

const stages: readonly unknown[] = [
  'advice',
  'countdown',
  'checkpoint',
  'safe-moment',
  'signals',
  'given-up',
] satisfies ArmedRecord['stage'][];

function isStage(value: unknown): value is ArmedRecord['stage'] {
  return stages.includes(value);
}

function isPreset(value: unknown): value is 'careful' | 'balanced' | 'saver' {
  return value === 'careful' || value === 'balanced' || value === 'saver';
}

function isDurationOrNull(value: unknown): value is number | null | undefined {
  return value === undefined || value === null || isDuration(value);
}

function isTextOrNull(value: unknown): value is string | null | undefined {
  return value === undefined || value === null || typeof value === 'string';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
