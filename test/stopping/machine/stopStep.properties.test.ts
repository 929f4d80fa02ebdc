import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../src/run/events.ts';
import type { StopPlan, StopSignal } from '../../../src/stopping/control.ts';
import { lookEvery } from '../../../src/stopping/defaults.ts';
import { stopHabitsOf } from '../../../src/stopping/machine/state.ts';
import { wholePlan } from '../../../src/stopping/stopPlan.ts';
import { unknownHabits } from '../../../src/trainers/kit/habits.ts';
import {
  type Happening,
  simulate,
  type Simulated,
  type TimedHappening,
  type World,
} from '../../support/stopping/simulation.ts';

const strength: readonly string[] = ['SIGINT', 'SIGTERM', 'SIGKILL'];
/** PLATEAU_PROPERTIES=10000 looks longer for a counterexample. */
const runs = { numRuns: Number(process.env['PLATEAU_PROPERTIES'] ?? 300) };
/** Long after the last happening, in seconds: whatever was going to come has come. */
const after = 120;

const signal = fc.constantFrom<StopSignal>('SIGINT', 'SIGTERM', 'SIGKILL');
const rarely = fc.integer({ min: 0, max: 9 }).map((drawn) => drawn === 0);
const short = fc.integer({ min: 0, max: 20 });
const how = { strongest: signal, wait: short, saveWait: short, evenIfSaving: rarely };
const file = fc.constantFrom(null, 'weights.h5');
const plan: fc.Arbitrary<StopPlan> = fc.oneof(
  fc.record({ when: fc.constant('now' as const), ...how }),
  fc.record({ when: fc.constant('checkpoint' as const), ...how, file, within: fc.option(short) }),
  fc.record({
    when: fc.constant('advice' as const),
    ...how,
    file,
    grace: short,
    heeds: fc.constantFrom('any' as const, 'budget' as const),
  }),
);

const logEvent: fc.Arbitrary<RunEvent> = fc.oneof(
  fc.record({
    type: fc.constant('checkpoint' as const),
    path: fc.constant('a.weights'),
    at: fc.option(fc.integer({ min: 1, max: 9 })),
    role: fc.constantFrom('last' as const, 'best' as const, 'final' as const),
  }),
  fc.integer({ min: 1, max: 9 }).map((iteration) => ({
    type: 'iteration' as const,
    iteration,
    epoch: null,
    loss: 1,
    batchLoss: null,
    learningRate: null,
    seconds: null,
    images: null,
    remaining: null,
  })),
);

const habits = fc
  .record({ savedWhen: fc.constantFrom('reported' as const, 'next-step' as const), spoils: fc.boolean() })
  .map(({ savedWhen, spoils }) =>
    stopHabitsOf({ ...unknownHabits, savedWhen, ...(spoils ? { interruptSpoils: true } : {}) }),
  );

const world: fc.Arbitrary<World> = fc.record({
  leader: fc.constant(true),
  others: fc.integer({ min: 0, max: 2 }),
  stopped: fc.boolean(),
  ignoresInterrupt: fc.boolean(),
  endsLeader: fc.subarray<StopSignal>(['SIGINT', 'SIGTERM', 'SIGKILL']),
  endsAll: fc.subarray<StopSignal>(['SIGINT', 'SIGTERM', 'SIGKILL']),
  saving: fc.boolean(),
  refuses: fc.constantFrom(null, null, null, 'it is not yours'),
  fingerprint: fc.constantFrom(null, 'old'),
});

const change: fc.Arbitrary<Partial<World>> = fc.oneof(
  fc.record({ stopped: fc.boolean() }),
  fc.record({ saving: fc.boolean() }),
  fc.record({ ignoresInterrupt: fc.boolean() }),
  fc.record({ fingerprint: fc.constantFrom(null, 'old', 'new', 'newer') }),
  fc.record({ refuses: fc.constantFrom(null, 'it is not yours') }),
  fc.constant({ leader: false }),
);

/** What may happen, but for restarts. Each request has an identity of its own. */
const happening: fc.Arbitrary<Happening> = fc
  .oneof(
    { weight: 4, arbitrary: fc.record({ type: fc.constant('planAsked' as const), plan }) },
    {
      weight: 2,
      arbitrary: fc.record({ type: fc.constant('signalAsked' as const), signal, wait: short, evenIfSaving: rarely }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('cancelAsked' as const) }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('pauseAsked' as const, 'resumeAsked' as const) }) },
    {
      weight: 3,
      arbitrary: fc.record({ type: fc.constant('logRead' as const), events: fc.array(logEvent, { maxLength: 4 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constant('judged' as const),
        name: fc.constantFrom('plateau' as const, 'improving' as const, 'diverged' as const, 'budget-spent' as const),
      }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('trainerKnown' as const), habits }) },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('world' as const), change }) },
  )
  .chain((drawn) => fc.uuid().map((request) => happeningOf(drawn, request)));

type Drawn =
  | { readonly type: 'planAsked'; readonly plan: StopPlan }
  | { readonly type: 'signalAsked'; readonly signal: StopSignal; readonly wait: number; readonly evenIfSaving: boolean }
  | { readonly type: 'cancelAsked' | 'pauseAsked' | 'resumeAsked' }
  | { readonly type: 'logRead'; readonly events: readonly RunEvent[] }
  | { readonly type: 'judged'; readonly name: 'plateau' | 'improving' | 'diverged' | 'budget-spent' }
  | { readonly type: 'trainerKnown'; readonly habits: ReturnType<typeof stopHabitsOf> }
  | { readonly type: 'world'; readonly change: Partial<World> };

function happeningOf(drawn: Drawn, request: string): Happening {
  const asked = { request, by: 'somebody' };
  switch (drawn.type) {
    case 'planAsked':
      return { happens: 'event', event: { ...drawn, plan: wholePlan(drawn.plan, 'balanced'), ...asked } };
    case 'signalAsked':
      return { happens: 'event', event: { ...drawn, ...asked } };
    case 'cancelAsked':
    case 'pauseAsked':
    case 'resumeAsked':
      return { happens: 'event', event: { type: drawn.type, ...asked } };
    case 'logRead':
    case 'trainerKnown':
      return { happens: 'event', event: drawn };
    case 'judged': {
      const { name } = drawn;
      return {
        happens: 'event',
        event: { type: 'judged', verdict: { name, isStop: name !== 'improving', headline: name } },
      };
    }
    case 'world':
      return { happens: 'world', change: drawn.change };
  }
}

/** Happenings in their order, up to a quarter of a minute apart. */
const script: fc.Arbitrary<readonly TimedHappening[]> = fc
  .array(fc.record({ pause: fc.integer({ min: 0, max: 15 }), what: happening }), { maxLength: 14 })
  .map((drawn) => {
    let at = 0;
    return drawn.map(({ pause, what }) => {
      at += pause;
      return { at, what };
    });
  });

const kill = fc.record({
  effect: fc.constantFrom('record' as const, 'send' as const, 'look' as const, 'answer' as const, 'audit' as const),
  nth: fc.integer({ min: 1, max: 6 }),
  when: fc.constantFrom('before' as const, 'after' as const),
});

const endOf = (happenings: readonly TimedHappening[]): number => (happenings.at(-1)?.at ?? 0) + after;
const stops = ({ sent }: Simulated) => sent.filter(({ signal: name }) => strength.includes(name));

function withRestart(happenings: readonly TimedHappening[], at: number): readonly TimedHappening[] {
  const restart: TimedHappening = { at, what: { happens: 'restart' } };
  const before = happenings.filter((each) => each.at <= at);
  return [...before, restart, ...happenings.slice(before.length)];
}

/** Those that ask for a signal or a stop, until an instant. */
function asksUntil(happenings: readonly TimedHappening[], time: number) {
  return happenings.flatMap(({ at, what }) =>
    at <= time && what.happens === 'event' && (what.event.type === 'planAsked' || what.event.type === 'signalAsked')
      ? [{ at, event: what.event }]
      : [],
  );
}

/** What must not be, whatever happens to its keeper. */
function wrongs(happenings: readonly TimedHappening[], came: Simulated): readonly string[] {
  const sent = stops(came);
  return sent.flatMap(({ signal: name, time, saving }, at) => {
    const before = sent[at - 1] ?? null;
    const step = came.state.signals.find((each) => each.signal === before?.signal && each.time === before.time);
    const asks = asksUntil(happenings, time);
    const strongest = asks.map(({ event }) => (event.type === 'planAsked' ? event.plan.strongest : event.signal));
    const cancelled = cancels(happenings, came).findLast((cancel) => cancel < time) ?? -Infinity;
    const all: readonly (readonly [boolean, string])[] = [
      [step !== undefined && time < step.time + step.wait, 'within the wait of the one before'],
      [before !== null && strength.indexOf(name) < strength.indexOf(before.signal), 'weaker than the one before'],
      [asks.length === 0, 'unasked'],
      [name === 'SIGKILL' && !strongest.includes('SIGKILL'), 'stronger than was asked for'],
      [saving && !asks.some((ask) => mayHitSave(ask, time)), 'into a save'],
      [(asks.at(-1)?.at ?? -Infinity) < cancelled, 'after a cancel'],
    ];
    return all.flatMap(([isSo, what]) => (isSo ? [`${name} at ${time} ${what}`] : []));
  });
}

/** Whether its asker said that a save is no reason to wait, or when that has to end. */
function mayHitSave({ at, event }: ReturnType<typeof asksUntil>[number], time: number): boolean {
  if (event.type === 'signalAsked') return event.evenIfSaving;
  const { plan: asked } = event;
  const hasDeadline = asked.when === 'checkpoint' && asked.within !== null;
  return asked.evenIfSaving || (hasDeadline && at + asked.within + asked.saveWait <= time);
}

/** When stops were cancelled. What was not answered may have been lost with its keeper: who asked for it asks again. */
function cancels(happenings: readonly TimedHappening[], { answers }: Simulated): readonly number[] {
  return happenings.flatMap(({ at, what }) =>
    what.happens === 'event' && what.event.type === 'cancelAsked' && answers.has(what.event.request) ? [at] : [],
  );
}

const withoutTime = (sent: Simulated['sent'][number]) => ({ signal: sent.signal, saving: sent.saving });

describe('whatever happens', () => {
  test('no signal is sent within the wait of another, unasked, weaker than the one before or after a cancel', () => {
    fc.assert(
      fc.property(script, world, (happenings, start) => {
        expect(wrongs(happenings, simulate(happenings, { until: endOf(happenings), world: start }))).toEqual([]);
      }),
      runs,
    );
  });

  test('nor by the keeper after one that was killed, at whatever it did', () => {
    fc.assert(
      fc.property(script, world, kill, (happenings, start, killAt) => {
        expect(wrongs(happenings, simulate(happenings, { until: endOf(happenings), world: start, killAt }))).toEqual(
          [],
        );
      }),
      runs,
    );
  });

  test('a restart at any time changes no signal', () => {
    fc.assert(
      fc.property(script, world, fc.integer({ min: 0, max: 150 }), (happenings, start, at) => {
        const until = endOf(happenings);
        const without = simulate(happenings, { until, world: start });
        const restarted = simulate(withRestart(happenings, at), { until, world: start });
        expect(stops(restarted)).toEqual(stops(without));
        expect(restarted.state.armed?.stage).toBe(without.state.armed?.stage);
        expect(restarted.answers).toEqual(without.answers);
      }),
      runs,
    );
  });

  test('a request that comes again changes nothing and is answered the same', () => {
    fc.assert(
      fc.property(script, world, fc.nat(), fc.integer({ min: 0, max: 100 }), (happenings, start, which, later) => {
        const asked = happenings.filter(({ what }) => what.happens === 'event' && 'request' in what.event);
        const again = asked[which % Math.max(1, asked.length)];
        if (again === undefined) return;
        const at = again.at + later;
        const before = happenings.filter((each) => each.at <= at);
        const repeatedly = [...before, { at, what: again.what }, ...happenings.slice(before.length)];
        const until = endOf(repeatedly);
        const once = simulate(happenings, { until, world: start });
        const twice = simulate(repeatedly, { until, world: start });
        // Who is asked looks at the training first, which may see a look earlier that a save is over.
        expect(twice.sent.map(withoutTime)).toEqual(once.sent.map(withoutTime));
        for (const [index, { time }] of twice.sent.entries()) {
          const early = once.sent[index]!.time - time;
          expect(early).toBeGreaterThanOrEqual(0);
          expect(early).toBeLessThanOrEqual(lookEvery);
        }
        expect(twice.answers).toEqual(once.answers);
      }),
      runs,
    );
  });

  test('all is over once nothing of the training lives', () => {
    fc.assert(
      fc.property(script, world, (happenings, start) => {
        const end = (happenings.at(-1)?.at ?? 0) + 1;
        const death: TimedHappening = { at: end, what: { happens: 'world', change: { leader: false, others: 0 } } };
        const { state } = simulate([...happenings, death], { until: end + after, world: start });
        expect(state).toMatchObject({ armed: null, inFlight: null, exit: {} });
        expect(state.waits).toEqual({ time: null, file: null, log: null, looks: null });
      }),
      runs,
    );
  });

  test('a stop at once that nobody cancels ends the training, or waits for a person', () => {
    fc.assert(
      fc.property(world, how.strongest, how.wait, (drawn, strongest, wait) => {
        const start = { ...drawn, saving: false };
        const asked = wholePlan({ when: 'now', strongest, wait }, 'balanced');
        const event = { type: 'planAsked', plan: asked, request: 'one', by: 'somebody' } as const;
        const { state } = simulate([{ at: 0, what: { happens: 'event', event } }], { until: after, world: start });
        expect([undefined, 'given-up']).toContain(state.armed?.stage);
        expect(state.signals.at(-1)?.signal ?? 'SIGINT').not.toBe(strength[strength.indexOf(strongest) + 1]);
      }),
      runs,
    );
  });
});
