import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../src/run/events.ts';
import type { StopPlan } from '../../../src/stopping/control.ts';
import type { StopEffect } from '../../../src/stopping/machine/effects.ts';
import { stopHabitsOf } from '../../../src/stopping/machine/state.ts';
import { wholePlan } from '../../../src/stopping/stopPlan.ts';
import { unknownHabits } from '../../../src/trainers/kit/habits.ts';
import { unknownIteration } from '../../../src/trainers/kit/printed.ts';
import {
  type Happening,
  simulate,
  type Simulated,
  stubborn,
  type TimedHappening,
  type World,
} from '../../support/stopping/simulation.ts';

/** Everything that a keeper does for a stop. What is added has to be listed here, and to be done by a stop below. */
const killPoints = {
  record: true,
  audit: true,
  look: true,
  send: true,
  answer: true,
  waitUntil: true,
  watchFile: true,
  follow: true,
  lookOften: true,
} as const satisfies Record<StopEffect['type'], true>;

function isKillPoint(name: string): name is StopEffect['type'] {
  return name in killPoints;
}

interface Stop {
  readonly script: readonly TimedHappening[];
  readonly world: World;
}

const happens = (at: number, event: Extract<Happening, { happens: 'event' }>['event']): TimedHappening => ({
  at,
  what: { happens: 'event', event },
});
const plan = (at: number, asked: StopPlan): TimedHappening =>
  happens(at, { type: 'planAsked', plan: wholePlan(asked, 'balanced'), request: `plan at ${at}`, by: 'a test' });
const change = (at: number, changes: Partial<World>): TimedHappening => ({
  at,
  what: { happens: 'world', change: changes },
});
const read = (at: number, ...events: RunEvent[]): TimedHappening => happens(at, { type: 'logRead', events });
const step = (iteration: number): RunEvent => ({ ...unknownIteration, iteration, loss: 1 });
/** Saves, again and again: a keeper may have died in the middle of one. */
const saves = [10, 20, 30, 40].flatMap((at) => [
  read(at, { type: 'checkpoint', path: 'last.pt', at, role: 'last' }),
  read(at + 1, step(at + 1)),
]);
const judged = (at: number): TimedHappening =>
  happens(at, { type: 'judged', verdict: { name: 'plateau', isStop: true, headline: 'it is a plateau' } });
const known = (spoils: boolean): TimedHappening =>
  happens(0, {
    type: 'trainerKnown',
    habits: stopHabitsOf({ ...unknownHabits, ...(spoils ? { interruptSpoils: true } : {}) }),
  });

const obedient: World = { ...stubborn, endsAll: ['SIGINT', 'SIGTERM', 'SIGKILL'] };
const deaf: World = { ...stubborn, endsAll: ['SIGTERM', 'SIGKILL'] };

const stops: Readonly<Record<string, Stop>> = {
  'at once': { script: [plan(1, { when: 'now' })], world: obedient },
  'at once, of one that ends of SIGTERM only': { script: [plan(1, { when: 'now' })], world: deaf },
  'at once, with workers that outlive their leader': {
    script: [plan(1, { when: 'now' })],
    world: { ...deaf, others: 2, endsLeader: ['SIGINT'] },
  },
  'at once, in the middle of a save': {
    script: [change(0, { saving: true }), plan(1, { when: 'now' }), change(9, { saving: false })],
    world: obedient,
  },
  'after the next save': { script: [known(false), plan(1, { when: 'checkpoint' }), ...saves], world: obedient },
  'after the next save, of one that SIGINT spoils': {
    script: [known(true), plan(1, { when: 'checkpoint' }), ...saves],
    world: deaf,
  },
  'when --within runs out, of one that SIGINT spoils': {
    script: [known(true), plan(1, { when: 'checkpoint', within: 5 })],
    world: deaf,
  },
  'after a file has changed': {
    script: [
      change(0, { fingerprint: 'old' }),
      plan(1, { when: 'checkpoint', file: 'weights.h5' }),
      change(10, { fingerprint: 'new' }),
      change(20, { fingerprint: 'newer' }),
    ],
    world: obedient,
  },
  'by auto-stop': {
    script: [known(false), plan(0, { when: 'advice', grace: 5 }), judged(1), judged(2), judged(3), ...saves],
    world: obedient,
  },
  'by a signal': {
    script: [
      happens(1, { type: 'signalAsked', signal: 'SIGINT', wait: 5, evenIfSaving: false, request: 'one', by: 'a test' }),
    ],
    world: obedient,
  },
  'after a pause': {
    script: [happens(1, { type: 'pauseAsked', request: 'pause', by: 'a test' }), plan(5, { when: 'now' })],
    world: obedient,
  },
};

const until = 100;
const outcome = ({ world, state }: Simulated) => ({
  lives: world.leader || world.others > 0,
  armed: state.armed?.stage,
});
const stopSignals = ({ sent }: Simulated) => sent.filter(({ signal }) => signal !== 'SIGSTOP' && signal !== 'SIGCONT');

describe.each(Object.entries(stops))('a stop %s', (_name, { script, world }) => {
  const undisturbed = simulate(script, { until, world });

  test('ends the training', () => {
    expect(outcome(undisturbed)).toEqual({ lives: false, armed: undefined });
  });

  test.each(Object.keys(killPoints).filter(isKillPoint))(
    'has the same end when its keeper is killed at any %s',
    (effect) => {
      const { length } = undisturbed.done.filter((done) => done === effect);
      for (let nth = 1; nth <= length; nth += 1) {
        for (const when of ['before', 'after'] as const) {
          const killed = simulate(script, { until, world, killAt: { effect, nth, when }, asksAgain: true });
          const where = `${when} ${effect} ${nth}`;
          // Who asked for one signal is told where it is not known whether that was sent.
          const isTold = killed.answers.get('one')?.startsWith('Whether SIGINT was sent is not known') === true;
          expect({ where, isTold, ...outcome(killed) }).toEqual({
            where,
            isTold,
            ...(isTold ? outcome(killed) : outcome(undisturbed)),
          });
          // Nothing goes out twice, into a save, or weaker than the first of an undisturbed stop.
          const sent = stopSignals(killed).map(({ signal }) => signal);
          expect({ where, sent }).toEqual({ where, sent: [...new Set(sent)] });
          const first = stopSignals(undisturbed)[0]!.signal;
          expect({ where, spoils: first === 'SIGTERM' && sent.includes('SIGINT') }).toEqual({ where, spoils: false });
          expect({ where, hit: killed.sent.filter(({ saving }) => saving) }).toEqual({ where, hit: [] });
        }
      }
    },
  );
});

test('each kill point is one at which some of these stops are killed', () => {
  const done = new Set(Object.values(stops).flatMap(({ script, world }) => simulate(script, { until, world }).done));
  expect([...done].toSorted()).toEqual(Object.keys(killPoints).toSorted());
});
