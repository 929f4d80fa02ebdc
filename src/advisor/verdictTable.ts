import { exitStatuses } from '../words/exitStatus.ts';
import type { Action, VerdictName, VerdictProperties } from './verdict.ts';

/** What follows from a verdict, for everyone who acts on one or shows it. */
export function propertiesOf(name: VerdictName, action: Action): VerdictProperties {
  const { label, words = label, ...own } = names[name];
  const { isStop, severity, exitStatus } = actions[action];
  return { label, words, isStop, severity, exitStatus, ...own };
}

/** The same by the name that a file or a database has of a verdict, which another version may have given it. */
export function propertiesNamed(name: string, action: Action): VerdictProperties {
  if (isKnown(name)) return propertiesOf(name, action);
  const { isStop, severity, exitStatus } = actions[action];
  const label = name.toUpperCase().replaceAll('-', ' ');
  return { label, words: label, isStop, severity, exitStatus };
}

function isKnown(name: string): name is VerdictName {
  return Object.hasOwn(names, name);
}

/**
 * What a verdict says to a person, by the name that a file or a database has of it: `OVER-FITTING, MAY STOP`. The
 * action is part of it where the words alone do not say it, and the training is not over.
 */
export function verdictWords(name: string, action: Action, isOver: boolean): string {
  return withAction(propertiesNamed(name, action).words, action, isOver);
}

/**
 * Adds what to do to the words of a verdict: `TARGET REACHED, MAY STOP`. What has failed needs no word of that, nor
 * what is outrun.
 */
export function withAction(words: string, action: Action, isOver: boolean): string {
  const { ask } = actions[action];
  const isSaid = words === names.failed.label || words === names.outrun.label;
  return ask === null || isOver || words.endsWith(ask) || isSaid ? words : `${words}, ${ask}`;
}

/** The sign of an action, so that no verdict is told by its colour alone. */
export function actionSign(action: Action): string {
  return actions[action].sign;
}

/** Every action, from going on to stopping. */
export const actionNames: readonly Action[] = ['continue', 'watch', 'may-stop', 'stop'];

const actions = {
  continue: { sign: '>', ask: null, isStop: false, severity: 'low', exitStatus: exitStatuses.success },
  watch: { sign: '?', ask: null, isStop: false, severity: 'low', exitStatus: exitStatuses.success },
  'may-stop': { sign: '!', ask: 'MAY STOP', isStop: true, severity: 'normal', exitStatus: exitStatuses.mayStop },
  stop: { sign: 'X', ask: 'STOP', isStop: true, severity: 'normal', exitStatus: exitStatuses.stop },
} as const satisfies Readonly<Record<Action, object>>;

const broken = { severity: 'high', exitStatus: exitStatuses.trainingFailed } as const;

/** The label of each verdict, and what differs from its action's properties. Source of the names: `docs/advisor.md`. */
const names: Readonly<Record<VerdictName, Pick<VerdictProperties, 'label'> & Partial<VerdictProperties>>> = {
  diverged: { label: 'DIVERGED', ...broken },
  failed: { label: 'FAILED', ...broken },
  'never-started': { label: 'NOT LEARNING', ...broken },
  'not-started-yet': { label: 'NOT LEARNING YET' },
  stalled: { label: 'STALLED', severity: 'high', exitStatus: exitStatuses.stalled },
  'budget-spent': { label: 'BUDGET SPENT' },
  'budget-cuts-schedule': { label: 'BUDGET TOO SHORT' },
  'target-reached': { label: 'TARGET REACHED' },
  'over-fitting': { label: 'OVER-FITTING' },
  outrun: { label: 'OUTRUN' },
  plateau: { label: 'PLATEAU', words: 'MAY STOP' },
  unstable: { label: 'UNSTABLE', words: 'A DIP, WAIT' },
  'final-phase': { label: 'FINAL PHASE' },
  slowing: { label: 'SLOWING', words: 'NO NEW BEST' },
  improving: { label: 'IMPROVING' },
  'too-few-points': { label: 'TOO EARLY TO TELL' },
  'warming-up': { label: 'WARMING UP' },
  'no-validation': { label: 'NO VALIDATION' },
  finished: { label: 'FINISHED' },
  'finished-still-rising': { label: 'FINISHED, STILL RISING' },
  'finished-over-fitted': { label: 'FINISHED, OVER-FITTED' },
  'nothing-read': { label: 'WAITING', exitStatus: exitStatuses.cannotTell },
};
