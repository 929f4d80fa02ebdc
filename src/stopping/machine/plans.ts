import type { WholePlan } from '../stopPlan.ts';
import { andThen, type StopResult } from './effects.ts';
import { letGo } from './holding.ts';
import { strongerOf } from './ladder.ts';
import { answerNow, type Request } from './requests.ts';
import { newSaveWatch } from './saveWatch.ts';
import { enter } from './stages.ts';
import { longestSave } from '../defaults.ts';
import type { ArmedRecord, StopHabits, StopState } from './state.ts';

/** Somebody plans a stop, which takes the place of the one that was planned before. */
export function askPlan(state: StopState, request: Request, plan: WholePlan, time: number): StopResult {
  const problem = whyNotPlanned(state, plan);
  if (problem !== null || isSoonerThan(state.armed, plan, time)) return answerNow(state, request, problem);
  const { by } = request;
  const armed: ArmedRecord = {
    plan: patient(joined(state.armed, plan), state.habits),
    by,
    since: time,
    stage: plan.when === 'now' ? 'signals' : plan.when,
    endsAt: plan.when === 'checkpoint' && plan.within !== null ? time + plan.within : null,
    goesOnAt: plan.when === 'checkpoint' && plan.within !== null ? time + plan.within + plan.saveWait : null,
    reason: plan.when === 'checkpoint' ? plan.reason : null,
    habits: state.habits,
    saves: newSaveWatch,
    file: null,
  };
  const audit = { type: 'audit', entry: { event: 'armed', by, plan: armed.plan } } as const;
  const planned = andThen({ state: { ...state, armed }, effects: [audit] }, (now) => answerNow(now, request, null));
  return plan.when === 'now' ? andThen(planned, (now) => enter(now, 'signals')) : planned;
}

/** Somebody cancels the planned stop. A signal that was sent stays sent, and nothing follows it. */
export function askCancel(state: StopState, request: Request): StopResult {
  if (state.armed === null && state.held === null) return answerNow(state, request, 'There is no stop to cancel.');
  const audit = { type: 'audit', entry: { event: 'cancelled', by: request.by } } as const;
  const cancelled = { state: { ...state, armed: null }, effects: [audit] };
  const sentence = `${state.held?.signal ?? ''} was not sent: ${request.by} cancelled it.`;
  return andThen(
    andThen(cancelled, (now) => letGo(now, sentence)),
    (now) => answerNow(now, request, null),
  );
}

/**
 * Why no such stop can be planned, as a sentence; null when it can. What a training has left behind is stopped at once
 * only.
 */
function whyNotPlanned({ armed, observation, exit }: StopState, { when }: WholePlan): string | null {
  if (!observation.alive || (exit !== null && when !== 'now')) return 'No stop was planned: the training has ended.';
  const isStopping = armed?.stage === 'signals' && when !== 'now';
  return isStopping ? 'No other stop was planned: it is being stopped already.' : null;
}

/**
 * Whether the planned stop already does what is asked, and at a deadline that is no later: a scheduler sends its signal
 * to all processes of a job, each of which passes it on.
 */
function isSoonerThan(armed: ArmedRecord | null, asked: WholePlan, now: number): boolean {
  if (armed?.plan.when !== 'checkpoint' || asked.when !== 'checkpoint' || armed.endsAt === null) return false;
  return armed.endsAt <= (asked.within === null ? Infinity : now + asked.within);
}

/** A training that saves on SIGTERM is given the time for that, unless a deadline comes first. */
function patient(plan: WholePlan, habits: StopHabits | null): WholePlan {
  const hasDeadline = plan.when === 'checkpoint' && plan.within !== null;
  if (habits?.savesOnTerminate !== true || hasDeadline) return plan;
  return { ...plan, wait: Math.max(plan.wait, longestSave) };
}

/** A stop that is being carried out is not weakened by a further one. */
function joined(before: ArmedRecord | null, plan: WholePlan): WholePlan {
  if (before?.stage !== 'signals') return plan;
  return { ...plan, strongest: strongerOf(before.plan.strongest, plan.strongest) };
}
