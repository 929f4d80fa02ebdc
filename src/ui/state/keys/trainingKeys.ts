import { isAside, snoozeLength } from '../aside.ts';
import { type ScreenFacts, isOver } from '../facts/facts.ts';
import type { TrainingAction } from '../state.ts';
import type { View } from '../view.ts';
import type { Command, KeyBinding } from './keyBinding.ts';

/** The training and its verdict. */
export const trainingKeys: readonly KeyBinding[] = [
  {
    keys: ['?', 'h', 'function'],
    shown: '? h F1',
    does: 'this help; / filters it',
    contexts: ['panes', 'why', 'stop'],
    hint: { key: '?', label: 'help', rank: 1 },
    act: () => ({ type: 'open', layer: 'help' }),
  },
  {
    keys: ['s'],
    shown: 's',
    does: 'stop the training: opens a dialog that tells what it costs and asks how',
    contexts: ['panes', 'why'],
    touchesTraining: true,
    hint: { key: 's', label: 'stop', rank: 2 },
    act: () => ({ type: 'openStop' }),
  },
  {
    keys: ['p'],
    shown: 'p',
    does: 'pause the training (SIGSTOP) or resume it (SIGCONT); asks first',
    contexts: ['panes'],
    touchesTraining: true,
    hint: { key: 'p', label: 'pause', rank: 14 },
    act: () => ({ type: 'open', layer: 'pause' }),
  },
  {
    keys: ['A'],
    shown: 'A',
    does: 'auto-stop: stop the training by itself once the advice is to stop, or call that off; asks first',
    contexts: ['panes'],
    touchesTraining: true,
    possible: ({ plans, armed }) => plans.includes('advice') || armed !== null,
    hint: { key: 'A', label: 'auto-stop', rank: 15 },
    act: () => ({ type: 'open', layer: 'auto' }),
  },
  {
    keys: ['u'],
    shown: 'u',
    does: 'call a planned stop off, its countdown too',
    contexts: ['panes', 'why'],
    touchesTraining: true,
    offered: ({ armed }) => armed !== null,
    hint: { key: 'u', label: 'call off', rank: 2 },
    act: ({ facts }) => (facts.armed === null ? null : { type: 'execute', action: 'call-off' }),
  },
  {
    keys: ['y'],
    shown: 'y',
    does: 'yes, do it',
    contexts: ['pause', 'auto'],
    touchesTraining: true,
    hint: { key: 'y', label: 'yes', rank: 2 },
    act: ({ state, facts }) => ({
      type: 'execute',
      action: state.layer === 'pause' ? pauseAction(facts) : autoStopAction(facts),
    }),
  },
  {
    keys: ['w'],
    shown: 'w',
    does: 'why: the evidence for and against the verdict, and what to do',
    contexts: ['panes'],
    hint: { key: 'w', label: 'why', rank: 3 },
    act: () => ({ type: 'open', layer: 'why' }),
  },
  {
    keys: ['z'],
    shown: 'z',
    does: `snooze the verdict for ${snoozeLength} evaluations, or show it again`,
    contexts: ['panes', 'why'],
    offered: isWarning,
    hint: { key: 'z', label: 'snooze', rank: 16 },
    act: (view) => putAside(view, view.facts.run.evaluations.length + snoozeLength),
  },
  {
    keys: ['d'],
    shown: 'd',
    does: 'dismiss the verdict until it changes, or show it again',
    contexts: ['panes', 'why'],
    offered: isWarning,
    hint: { key: 'd', label: 'dismiss', rank: 17 },
    act: (view) => putAside(view, null),
  },
];

function isWarning(facts: ScreenFacts): boolean {
  return facts.verdict.action !== 'continue' && !isOver(facts);
}

function putAside({ state, facts }: View, until: number | null): Command {
  if (isAside(facts, state)) return { type: 'aside', verdict: null, until: null };
  if (!isWarning(facts)) return { type: 'notice', text: 'There is nothing to snooze: the verdict is to go on.' };
  return { type: 'aside', verdict: facts.verdict.name, until };
}

function pauseAction({ paused }: ScreenFacts): TrainingAction {
  return paused ? 'resume' : 'pause';
}

function autoStopAction({ armed }: ScreenFacts): TrainingAction {
  return armed === null ? 'advice' : 'call-off';
}
