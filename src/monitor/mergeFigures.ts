import { reduce } from '../run/reduce.ts';
import type { EvaluationRead, RunEvent } from '../run/events.ts';
import type { Run } from '../run/run.ts';

/**
 * Returns how a run takes in the figures beside its log. While the log's own trainer is not known, they lead; from then
 * on they only make figures exact and fill in what the log does not say (validation losses, the learning rate): they
 * may lag behind the log, and what they repeat must not count twice.
 */
export function mergeFigures(run: Run): (event: RunEvent, time: number | null) => void {
  return run.trainer === null ? (event, time) => reduce(run, event, time) : fillIn(run);
}

/** Takes in figures beside a log that leads. */
function fillIn(run: Run): (event: RunEvent, time: number | null) => void {
  return (event, time) => {
    switch (event.type) {
      case 'evaluation':
        reduce(run, placedInLog(run, event), time);
        return;
      case 'epoch':
        reduce(run, { ...event, fillsIn: true }, time);
        return;
      case 'gpu':
        reduce(run, event, time);
        return;
      case 'plan':
      case 'regime':
      case 'classes':
      case 'trainer':
      case 'iteration':
      case 'progress':
      case 'region':
      case 'checkpoint':
      case 'nextEvaluation':
      case 'resumed':
      case 'fault':
      case 'ended':
      case 'output':
        return;
      default:
        event satisfies never;
    }
  };
}

/** Puts a console and figures that come in one stream, as W&B keeps them, together without counting twice. */
export interface StreamMerge {
  /** Whether what the console says is to be taken in. `isKnown`: a program is recognised, which says what it means. */
  readonly takesConsole: (event: RunEvent, isKnown: boolean) => boolean;
  readonly takeFigures: (event: RunEvent, isKnown: boolean, time: number | null) => void;
}

/**
 * Whichever says something of the course first leads: the console once its program is recognised, else the figures.
 * Then the other only adds to it.
 */
export function createStreamMerge(run: Run): StreamMerge {
  let leader: 'console' | 'figures' | null = null;
  const fill = fillIn(run);
  return {
    takesConsole(event, isKnown) {
      if (event.type === 'fault') return true;
      if (!isKnown) return false;
      if (!isOfCourse(event)) return true;
      leader ??= 'console';
      return leader === 'console';
    },
    takeFigures(event, isKnown, time) {
      if (isOfCourse(event)) leader ??= isKnown ? 'console' : 'figures';
      const adds = event.type === 'ended' || event.type === 'fault' || (event.type === 'plan' && !hasLength(run));
      if (leader === 'console' && !adds) fill(event, time);
      else if (event.type !== 'trainer' || !isKnown) reduce(run, event, time);
    },
  };
}

function isOfCourse({ type }: RunEvent): boolean {
  return ['iteration', 'epoch', 'progress', 'region', 'evaluation', 'classes'].includes(type);
}

function hasLength({ plan }: Run): boolean {
  return plan.epochs !== null || plan.iterations !== null;
}

/**
 * Returns the evaluation at the place that the log gave it, where the log has it too: a console may say the step only
 * roughly, or not at all (Hugging Face's Trainer prints an epoch with two decimals).
 */
function placedInLog(run: Run, read: EvaluationRead): EvaluationRead {
  if (read.epoch !== null || read.iteration === null) return read;
  const { iteration } = read;
  const told = run.evaluations.findLast(
    (each) =>
      each.exact !== true &&
      (each.iteration === null || Math.abs(each.iteration - iteration) <= 1 + iteration * roughly) &&
      isSame(each.map50, read.map50) &&
      isSame(each.map50To95, read.map50To95),
  );
  return told === undefined ? read : { ...read, iteration: told.iteration ?? iteration, epoch: told.epoch };
}

function isSame(printed: number | null, exact: number | null): boolean {
  return printed === null || exact === null ? printed === exact : Math.abs(printed - exact) <= rounding;
}

/** The part of its step by which a printed one may be off. */
const roughly = 0.02;
/** Half a unit of the third decimal, the coarsest that a console prints. */
const rounding = 0.0005;
