import { exitStatuses } from '../words/exitStatus.ts';
import type { Action, VerdictName, VerdictProperties } from './verdict.ts';

/** What follows from a verdict, for everyone who acts on one or shows it. */
export function propertiesOf(name: VerdictName, action: Action): VerdictProperties {
  const { label, ...own } = names[name];
  const { isStop, severity, exitStatus } = actions[action];
  return { label, isStop, severity, exitStatus, ...own };
}

/** What a verdict is called within a sentence, by the name that a file or a database has of it: `too early to tell`. */
export function verdictWords(name: string): string {
  const known = new Map<string, { readonly label: string }>(Object.entries(names)).get(name);
  return known === undefined ? name : known.label.toLowerCase();
}

/** The sign and the words of an action: `! may stop`. */
export function actionText(action: Action): { readonly sign: string; readonly words: string } {
  const { sign, words } = actions[action];
  return { sign, words };
}

/** Every action, from going on to stopping. */
export const actionNames: readonly Action[] = ['continue', 'watch', 'may-stop', 'stop'];

const actions = {
  continue: { sign: '>', words: 'go on', isStop: false, severity: 'low', exitStatus: exitStatuses.success },
  watch: { sign: '?', words: 'watch it', isStop: false, severity: 'low', exitStatus: exitStatuses.success },
  'may-stop': { sign: '!', words: 'may stop', isStop: true, severity: 'normal', exitStatus: exitStatuses.mayStop },
  stop: { sign: 'X', words: 'stop', isStop: true, severity: 'normal', exitStatus: exitStatuses.stop },
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
  plateau: { label: 'PLATEAU' },
  unstable: { label: 'UNSTABLE' },
  'final-phase': { label: 'FINAL PHASE' },
  slowing: { label: 'SLOWING' },
  improving: { label: 'IMPROVING' },
  'too-few-points': { label: 'TOO EARLY TO TELL' },
  'warming-up': { label: 'WARMING UP' },
  'no-validation': { label: 'NO VALIDATION' },
  finished: { label: 'FINISHED' },
  'finished-still-rising': { label: 'FINISHED, STILL RISING' },
  'finished-over-fitted': { label: 'FINISHED, OVER-FITTED' },
  'nothing-read': { label: 'WAITING', exitStatus: exitStatuses.cannotTell },
};
