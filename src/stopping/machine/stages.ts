import type { RunEvent } from '../../run/events.ts';
import type { ArmedStage } from '../control.ts';
import { awaitedFile } from '../stopPlan.ts';
import { type StopResult, unchanged } from './effects.ts';
import type { JudgedVerdict } from './events.ts';
import { fileAfter, filePhase, newFileWatch } from './fileWatch.ts';
import { newSaveWatch, savePhase, savesAfter } from './saveWatch.ts';
import type { ArmedRecord, StopHabits, StopState } from './state.ts';

/** Goes on to a stage of the planned stop, and begins to wait for what ends it. */
export function enter(state: StopState, stage: ArmedStage, changes: Partial<ArmedRecord> = {}): StopResult {
  if (state.armed === null) return unchanged(state);
  const begun = stage === 'checkpoint' ? { saves: newSaveWatch, file: null } : {};
  const armed: ArmedRecord = { ...state.armed, endsAt: null, ...begun, ...changes, stage };
  const entry = { event: 'armed-stage', stage, reason: armed.reason } as const;
  return { state: { ...state, armed }, effects: [{ type: 'audit', entry }] };
}

/** Ends a planned stop of a training that has ended: wholly, or before it was to be stopped. */
export function endIfOver(state: StopState): StopResult {
  const { armed, observation, exit } = state;
  const isOver = !observation.alive || (exit !== null && armed?.stage !== 'signals');
  if (armed === null || !isOver) return unchanged(state);
  const entry = { event: 'armed-stop-over', stage: armed.stage } as const;
  return { state: { ...state, armed: null }, effects: [{ type: 'audit', entry }] };
}

/** A countdown, or the longest wait for a save, may be over. */
export function atTime(state: StopState, time: number): StopResult {
  const { armed } = state;
  if (armed === null || armed.endsAt === null || time < armed.endsAt) return unchanged(state);
  switch (armed.stage) {
    case 'countdown':
      return enter(state, 'checkpoint');
    case 'checkpoint':
    case 'safe-moment':
      return enter(state, 'signals');
    case 'advice':
    case 'signals':
    case 'given-up':
      return unchanged(state);
    default:
      return armed.stage satisfies never;
  }
}

/** The advisor has judged. Source of what each verdict means for a stop: advisor.md, the table of verdicts. */
export function onVerdict(state: StopState, verdict: JudgedVerdict, time: number): StopResult {
  const { armed } = state;
  if (armed === null || armed.plan.when !== 'advice' || state.exit !== null) return unchanged(state);
  const { grace, heeds } = armed.plan;
  const isAdvice = heeds === 'budget' ? verdict.name === 'budget-spent' : verdict.isStop;
  // The next save would overwrite good weights with broken ones.
  if (verdict.name === 'diverged' && awaitsSomething(armed.stage)) {
    return enter(state, 'signals', { reason: verdict.headline });
  }
  if (armed.stage === 'advice' && isAdvice) {
    return enter(state, 'countdown', { reason: verdict.headline, endsAt: time + grace });
  }
  return armed.stage === 'countdown' && !isAdvice ? enter(state, 'advice', { reason: null }) : unchanged(state);
}

/** The log has said this. */
export function onLog(state: StopState, events: readonly RunEvent[]): StopResult {
  const { armed } = state;
  if (armed === null || !awaitsSave(armed.stage)) return unchanged(state);
  const saves = events.reduce((watch, event) => savesAfter(watch, event, armed.habits), armed.saves);
  const updated = { ...state, armed: { ...armed, saves } };
  if (awaitedFile(armed.plan) !== null) return unchanged(updated);
  switch (savePhase(saves)) {
    case 'waiting':
    case 'ending':
      return unchanged(updated);
    case 'writing':
      return unchanged(saveBegun(updated));
    case 'safe':
      return enter(updated, 'signals');
  }
}

/** The file that is waited for was looked at. */
export function onFile(state: StopState, fingerprint: string | null, time: number): StopResult {
  const { armed } = state;
  if (armed === null || !awaitsSave(armed.stage) || awaitedFile(armed.plan) === null) return unchanged(state);
  const file = fileAfter(armed.file ?? newFileWatch(fingerprint, time), fingerprint, time);
  const seen = { ...state, armed: { ...armed, file } };
  switch (filePhase(file, time)) {
    case 'unchanged':
      return unchanged(seen);
    case 'changing':
      return unchanged(saveBegun(seen));
    case 'whole':
      return enter(seen, 'signals');
  }
}

/** The trainer was recognised: what a later keeper needs of it is recorded with the plan. */
export function onTrainer(state: StopState, habits: StopHabits): StopState {
  const { armed } = state;
  return { ...state, habits, armed: armed !== null && awaitsSomething(armed.stage) ? { ...armed, habits } : armed };
}

/** Goes on with what an earlier keeper has recorded. */
export function resumed(state: StopState, time: number): StopResult {
  const signals = state.signals.map((step) => ({ ...step, time: Math.min(step.time, time) }));
  const armed = state.armed === null ? null : resumedStop(state.armed, time);
  const held = state.held === null ? null : { ...state.held, since: Math.min(state.held.since, time) };
  return endIfOver({ ...state, signals, armed, held });
}

/** A clock that was set while no keeper lived must not turn a countdown of minutes into hours. */
function resumedStop(armed: ArmedRecord, time: number): ArmedRecord {
  const { plan, endsAt, goesOnAt } = armed;
  const longest = plan.when === 'advice' ? plan.grace : plan.when === 'checkpoint' ? (plan.within ?? 0) : 0;
  return {
    ...armed,
    endsAt: endsAt === null ? null : Math.min(endsAt, time + longest),
    goesOnAt: goesOnAt === null ? null : Math.min(goesOnAt, time + longest + plan.saveWait),
  };
}

/** Whether the log is of use to a stop at this stage. */
export function awaitsSomething(stage: ArmedStage): boolean {
  return stage === 'advice' || stage === 'countdown' || awaitsSave(stage);
}

/** Whether a stop at this stage waits for a save. */
export function awaitsSave(stage: ArmedStage): boolean {
  return stage === 'checkpoint' || stage === 'safe-moment';
}

function saveBegun(state: StopState): StopState {
  return state.armed?.stage === 'checkpoint' ? { ...state, armed: { ...state.armed, stage: 'safe-moment' } } : state;
}
