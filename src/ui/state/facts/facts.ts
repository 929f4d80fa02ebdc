import type { Verdict } from '../../../advisor/verdict.ts';
import type {
  ArmedStop,
  HeldSignal,
  LadderState,
  StopPlan,
  StopTarget,
  TrainingControl,
  TrainingExit,
} from '../../../stopping/control.ts';
import { position } from '../../../run/reduce.ts';
import type { Run } from '../../../run/run.ts';
import { plannedLength, stateOf } from '../../../run/selectors.ts';
import type { Monitor } from '../../../monitor/monitor.ts';
import type { Trainer } from '../../../trainers/trainer.ts';
import type { MetricUnit } from '../../../words/metric.ts';
import type { Checklist, ChecklistItem } from './checklist.ts';
import type { MachineFacts } from './machine.ts';
import type { KeptNote } from './note.ts';
import type { OtherRun } from './others.ts';
import type { Trouble } from './troubles.ts';
import type { Characters } from '../../../words/characters.ts';

/**
 * All that the panes may draw, taken at one instant. Panes are functions of this, of the screen's state and of their
 * size.
 */
export interface ScreenFacts {
  readonly run: Run;
  readonly trainer: Trainer | null;
  /** How a mAP is written: the same everywhere on a screen. */
  readonly mapUnit: MetricUnit;
  /** Whether a person may tell the planned length, because the log does not. */
  readonly needsLength: boolean;
  readonly verdict: Verdict;
  readonly tail: readonly string[];
  readonly problem: string | null;
  readonly troubles: readonly Trouble[];
  readonly caughtUp: boolean;
  /** The share of the log that has been read, 0..1, while the lines from before are read; null afterwards. */
  readonly readShare: number | null;
  /** Null when this screen cannot control the training: it watches a log, or is read-only. */
  readonly ladder: LadderState | null;
  readonly target: StopTarget | null;
  readonly exit: TrainingExit | null;
  /** The stops that can be planned. */
  readonly plans: readonly StopPlan['when'][];
  /** The planned stop, and the seconds of its countdown; null for none. */
  readonly armed: ArmedStop | null;
  readonly armedEndsIn: number | null;
  /** The signal that waits for the end of a save, and the seconds until it does so no more; null for none. */
  readonly held: HeldSignal | null;
  readonly heldEndsIn: number | null;
  readonly paused: boolean;
  /** Seconds until the next signal may be sent; null when none is waited for. */
  readonly nextStepIn: number | null;
  /** Seconds without a new line, in steps (see `silenceOf`); null while lines come. */
  readonly silence: number | null;
  readonly title: string;
  readonly readonly: boolean;
  /** The command that shows this training again; null for none. */
  readonly comeBack: string | null;
  /** The id of the run; null for a log that somebody else writes. */
  readonly runId: string | null;
  readonly characters: Characters;
  /** The other trainings of this user, newest first; null until they are asked for. */
  readonly others: readonly OtherRun[] | null;
  readonly machine: MachineFacts | null;
  readonly checklist: readonly ChecklistItem[];
  /** What a person noted of it, empty for nothing; null where no note can be kept. */
  readonly note: { readonly text: string } | null;
}

/** Facts that do not come from the training itself. */
export interface SideFacts {
  readonly others: ScreenFacts['others'];
  readonly machine: ScreenFacts['machine'];
  readonly checklist: Checklist | null;
  readonly troubles: ScreenFacts['troubles'];
  readonly note: KeptNote | null;
}

const noSideFacts: SideFacts = { others: null, machine: null, checklist: null, troubles: [], note: null };

/** What stays the same while the screen is open. */
export interface FixedFacts {
  readonly title: string;
  readonly readonly: boolean;
  readonly comeBack: string | null;
  /** The id of the run; null or absent for a log that somebody else writes. */
  readonly runId?: string | null;
  readonly characters: Characters;
  /** How the training had ended when there is no control to ask; null or absent where it runs or that is unknown. */
  readonly ended?: Omit<TrainingExit, 'left'> | null;
}

const everyPlan = ['checkpoint', 'advice'] as const;

export function readFacts(
  monitor: Monitor,
  control: TrainingControl | null,
  target: StopTarget | null,
  fixed: FixedFacts,
  now: number,
  { others, machine, checklist, troubles, note }: SideFacts = noSideFacts,
): ScreenFacts {
  const { ended = null, runId = null, ...shown } = fixed;
  const exit = control?.exit() ?? (ended === null ? null : { ...ended, left: [] });
  const ladder = control?.ladder() ?? null;
  const armed = exit === null ? (control?.armed() ?? null) : null;
  const held = exit === null ? (control?.held() ?? null) : null;
  const paused = exit === null && control?.paused() === true;
  const verdict = monitor.verdict(now);
  return {
    run: monitor.run,
    trainer: monitor.trainer(),
    mapUnit: monitor.settings.mapUnit,
    needsLength: needsLength(monitor, exit),
    verdict,
    others,
    machine,
    checklist: checklist?.items(monitor.run, verdict) ?? [],
    note: note === null ? null : { text: note.read() },
    tail: monitor.tail(),
    problem: monitor.problem(),
    troubles,
    caughtUp: monitor.caughtUp(),
    readShare: monitor.readShare(),
    ladder,
    target,
    plans: control?.plans ?? everyPlan,
    exit,
    armed,
    armedEndsIn: secondsUntil(armed?.endsAt ?? null, now),
    held,
    heldEndsIn: secondsUntil(held?.until ?? null, now),
    paused,
    nextStepIn: secondsUntil(ladder?.nextAt ?? null, now),
    silence: exit === null && monitor.run.ended === null && !paused ? silenceOf(monitor.run.lastLineTime, now) : null,
    runId,
    ...shown,
  };
}

/** Whether the log of a training that goes on has no planned length; also after a person told it, who may change it. */
function needsLength({ run, isLengthTold }: Monitor, exit: TrainingExit | null): boolean {
  if (exit !== null || run.ended !== null || position(run) === null) return false;
  return plannedLength(run) === null || isLengthTold();
}

/** Returns a copy that later lines do not change, for a frozen view. */
export function frozenFacts(facts: ScreenFacts): ScreenFacts {
  return { ...facts, run: structuredClone(facts.run), tail: facts.tail.slice() };
}

/**
 * Returns the seconds without a line in steps, so that a silent training does not redraw the screen all the time: null
 * below 30 s, then steps of 30 s, then minutes, then hours.
 */
function silenceOf(lastLineTime: number | null, now: number): number | null {
  if (lastLineTime === null) return null;
  const silent = now - lastLineTime;
  if (silent < 30) return null;
  const step = silent < 120 ? 30 : silent < 7200 ? 60 : 3600;
  return Math.floor(silent / step) * step;
}

/** Whether the training is over: the process has exited, or the log says so. */
export function isOver(facts: ScreenFacts): boolean {
  return facts.exit !== null || facts.run.ended !== null;
}

/** Returns the state in one word for the header. */
export function stateWord(facts: ScreenFacts): string {
  const { exit, run } = facts;
  if (exit !== null) {
    if (exit.signal !== null) return `STOPPED BY ${exit.signal}`;
    if (exit.code === 0) return 'ENDED';
    return exit.code === null ? 'GONE' : `ENDED, STATUS ${exit.code}`;
  }
  if (facts.paused) return 'PAUSED';
  if ((facts.ladder?.sent.length ?? 0) > 0) return 'STOPPING';
  const state = stateOf(run);
  if (state !== 'running') return state.toUpperCase();
  if (!facts.caughtUp) return 'READING';
  // Nobody here sees its process, and its plan is done.
  if (facts.ladder === null && facts.verdict.name.startsWith('finished')) return 'ENDED';
  return run.lines === 0 ? 'NOTHING READ YET' : 'RUNNING';
}

/** Returns `it` or `ep`, the position of the run and its planned end. */
export function place(run: Run): { readonly unit: string; readonly at: number | null; readonly total: number | null } {
  return { unit: run.axis === 'iteration' ? 'it' : 'ep', at: position(run), total: plannedLength(run) };
}

function secondsUntil(instant: number | null, now: number): number | null {
  return instant === null ? null : Math.max(0, Math.ceil(instant - now));
}
