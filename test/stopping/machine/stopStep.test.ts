import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../src/run/events.ts';
import type { StopPlan } from '../../../src/stopping/control.ts';
import type { StopEvent } from '../../../src/stopping/machine/events.ts';
import { emptyRecord, stopHabitsOf } from '../../../src/stopping/machine/state.ts';
import { wholePlan } from '../../../src/stopping/stopPlan.ts';
import { unknownHabits } from '../../../src/trainers/kit/habits.ts';
import { unknownIteration } from '../../../src/trainers/kit/printed.ts';
import {
  simulate,
  type Simulated,
  stubborn,
  type TimedHappening,
  type World,
} from '../../support/stopping/simulation.ts';

type Untimed<Event> = Event extends unknown ? Omit<Event, 'time'> : never;

const obedient: World = { ...stubborn, endsAll: ['SIGINT', 'SIGTERM', 'SIGKILL'] };
const darknet = stopHabitsOf({ ...unknownHabits, saves: 'every 100 iterations' });
const spoiling = stopHabitsOf({ ...unknownHabits, interruptSpoils: true });
let number = 0;

function happen(at: number, event: Untimed<StopEvent>): TimedHappening {
  return { at, what: { happens: 'event', event } };
}

function change(at: number, changes: Partial<World>): TimedHappening {
  return { at, what: { happens: 'world', change: changes } };
}

function plan(at: number, asked: StopPlan, request = `request ${++number}`): TimedHappening {
  return happen(at, { type: 'planAsked', plan: wholePlan(asked, 'balanced'), request, by: 'a test' });
}

function signal(at: number, name: 'SIGINT' | 'SIGTERM' | 'SIGKILL', request = `request ${++number}`): TimedHappening {
  return happen(at, { type: 'signalAsked', signal: name, wait: 10, evenIfSaving: false, request, by: 'a test' });
}

function cancel(at: number): TimedHappening {
  return happen(at, { type: 'cancelAsked', request: `request ${++number}`, by: 'a test' });
}

function read(at: number, ...events: RunEvent[]): TimedHappening {
  return happen(at, { type: 'logRead', events });
}

function judged(at: number, name: 'plateau' | 'improving' | 'diverged' | 'budget-spent'): TimedHappening {
  const isStop = name !== 'improving';
  return happen(at, { type: 'judged', verdict: { name, isStop, headline: `it is ${name}` } });
}

const save = (at: number, role: 'last' | 'final' = 'last'): RunEvent => ({
  type: 'checkpoint',
  path: 'shapes.backup',
  at,
  role,
});
const step = (iteration: number): RunEvent => ({ ...unknownIteration, iteration, loss: 1 });
const restart = (at: number): TimedHappening => ({ at, what: { happens: 'restart' } });
const signals = ({ sent }: Simulated): readonly string[] => sent.map((each) => `${each.signal} at ${each.time}`);

describe('a stop at once', () => {
  test('climbs from SIGINT to SIGTERM, each with its wait, and then waits for a person', () => {
    const came = simulate([plan(1, { when: 'now', wait: 5 })], { until: 100 });
    expect(signals(came)).toEqual(['SIGINT at 1', 'SIGTERM at 6']);
    expect(came.state.armed).toMatchObject({ stage: 'given-up', reason: null });
    expect(came.audit.map(({ event }) => event)).toEqual(['armed', 'armed-stage', 'signal', 'signal', 'armed-stage']);
  });

  test('goes on to SIGKILL where that was asked for, and is over when nothing lives', () => {
    const came = simulate([plan(0, { when: 'now', wait: 5, strongest: 'SIGKILL' })], { until: 100 });
    expect(signals(came)).toEqual(['SIGINT at 0', 'SIGTERM at 5', 'SIGKILL at 10']);
    expect(came.state).toMatchObject({ armed: null, waits: { time: null, looks: null } });
  });

  test('sends nothing more to a training that ends of the first signal', () => {
    const came = simulate([plan(0, { when: 'now', strongest: 'SIGKILL' })], { until: 100, world: obedient });
    expect(signals(came)).toEqual(['SIGINT at 0']);
    expect(came.state.armed).toBeNull();
  });

  test('begins with SIGTERM where SIGINT is ignored', () => {
    const world = { ...stubborn, ignoresInterrupt: true };
    expect(signals(simulate([plan(0, { when: 'now' })], { until: 100, world }))).toEqual(['SIGTERM at 0']);
  });

  test('goes on from what was sent before', () => {
    const came = simulate([signal(0, 'SIGINT'), plan(2, { when: 'now' })], { until: 100 });
    expect(signals(came)).toEqual(['SIGINT at 0', 'SIGTERM at 10']);
  });

  test('takes the place of a plan to wait, and is not weakened by a further one', () => {
    const came = simulate(
      [
        plan(0, { when: 'checkpoint' }),
        plan(5, { when: 'now', strongest: 'SIGKILL', wait: 5 }),
        plan(6, { when: 'now', strongest: 'SIGINT', wait: 5 }),
        plan(7, { when: 'checkpoint' }, 'too late'),
      ],
      { until: 100 },
    );
    expect(signals(came)).toEqual(['SIGINT at 5', 'SIGTERM at 10', 'SIGKILL at 15']);
    expect(came.answers.get('too late')).toBe('No other stop was planned: it is being stopped already.');
  });

  test('ends what its leader has left behind, also when that has ended before', () => {
    const world = { ...stubborn, leader: true, others: 2, endsLeader: ['SIGINT'], endsAll: ['SIGTERM'] } as const;
    const once = simulate([plan(0, { when: 'now', wait: 5 })], { until: 100, world });
    expect(signals(once)).toEqual(['SIGINT at 0', 'SIGTERM at 5']);
    const later = simulate([change(1, { leader: false }), plan(50, { when: 'now', wait: 5 })], { until: 100, world });
    expect(signals(later)).toEqual(['SIGINT at 50', 'SIGTERM at 55']);
    expect(later.state.armed).toBeNull();
  });

  test('waits for a person when a signal is refused, or the training cannot be looked at', () => {
    const world = { ...stubborn, refuses: 'SIGINT was not sent: it is not yours.' };
    const refused = simulate([plan(0, { when: 'now' })], { until: 100, world });
    expect(refused.state).toMatchObject({ armed: { stage: 'given-up', reason: world.refuses }, signals: [] });
    const unseen = simulate([plan(0, { when: 'now' }), happen(10, { type: 'lookFailed', problem: 'no connection' })], {
      until: 10,
    });
    expect(unseen.state.armed).toMatchObject({ stage: 'signals' });
  });

  test('of nothing that lives is refused', () => {
    const world = { ...stubborn, leader: false };
    const came = simulate([plan(0, { when: 'now' }, 'late')], { until: 10, world });
    expect(came.answers.get('late')).toBe('No stop was planned: the training has ended.');
  });
});

describe('a stop after the next checkpoint', () => {
  test('waits for the save, and then for the line that says that the file is whole', () => {
    const script = [happen(0, { type: 'trainerKnown', habits: darknet }), plan(1, { when: 'checkpoint' })];
    const writing = simulate([...script, read(5, step(100), save(100))], { until: 50 });
    expect(writing.state.armed).toMatchObject({ stage: 'safe-moment' });
    expect(signals(writing)).toEqual([]);
    const whole = simulate([...script, read(5, step(100), save(100)), read(6, step(101))], { until: 6 });
    expect(signals(whole)).toEqual(['SIGINT at 6']);
  });

  test('does not take a save for the next one that came before it was planned', () => {
    const came = simulate([read(0, save(100)), plan(1, { when: 'checkpoint' }), read(2, step(101))], { until: 50 });
    expect(signals(came)).toEqual([]);
    expect(came.state.armed).toMatchObject({ stage: 'checkpoint' });
  });

  test('does not signal a training that has said that it is over', () => {
    const came = simulate([plan(0, { when: 'checkpoint' }), read(1, save(100), step(101), save(101, 'final'))], {
      until: 50,
    });
    expect(signals(came)).toEqual([]);
  });

  test('is cancelled by anybody, and nothing comes of the next save', () => {
    const came = simulate([plan(0, { when: 'checkpoint', within: 30 }), cancel(1), read(2, save(100), step(101))], {
      until: 100,
    });
    expect(signals(came)).toEqual([]);
    expect(came.audit.map(({ event }) => event)).toEqual(['armed', 'cancelled']);
    expect(
      simulate([cancel(0)], { until: 1 })
        .answers.values()
        .next().value,
    ).toBe('There is no stop to cancel.');
  });

  test('comes at its deadline even where nothing was saved, also while a file is being written', () => {
    expect(signals(simulate([plan(0, { when: 'checkpoint', within: 30 })], { until: 30 }))).toEqual(['SIGINT at 30']);
    const writing = simulate([plan(0, { when: 'checkpoint', within: 30 }), read(29, save(100))], { until: 30 });
    expect(signals(writing)).toEqual(['SIGINT at 30']);
  });

  test('is not put off by a later one, as when a scheduler signals every process of a job', () => {
    const came = simulate(
      [
        plan(0, { when: 'checkpoint', within: 50 }),
        plan(1, { when: 'checkpoint', within: 60 }),
        plan(2, { when: 'checkpoint' }),
      ],
      { until: 50, world: obedient },
    );
    expect(signals(came)).toEqual(['SIGINT at 50']);
    const sooner = simulate([plan(0, { when: 'checkpoint', within: 50 }), plan(1, { when: 'checkpoint', within: 5 })], {
      until: 50,
      world: obedient,
    });
    expect(signals(sooner)).toEqual(['SIGINT at 6']);
  });

  test('is dropped when the training ends by itself', () => {
    const came = simulate([plan(0, { when: 'checkpoint' }), change(5, { leader: false, others: 1 })], { until: 50 });
    expect(came.state).toMatchObject({ armed: null, exit: { code: 0 } });
    expect(signals(came)).toEqual([]);
  });

  test('begins with SIGTERM where SIGINT would spoil what was saved, also under a keeper that has yet to read the log', () => {
    const known = happen(0, { type: 'trainerKnown', habits: spoiling });
    const world: World = { ...stubborn, endsAll: ['SIGTERM'] };
    const script = [plan(0, { when: 'checkpoint', within: 9 }), known, restart(5)];
    expect(signals(simulate(script, { until: 50, world }))).toEqual(['SIGTERM at 9']);
    // Nothing was just saved.
    expect(signals(simulate([known, plan(1, { when: 'now', strongest: 'SIGINT' })], { until: 5 }))).toEqual([
      'SIGINT at 1',
    ]);
  });

  test('begins with SIGTERM, and waits for the save that it brings, where the trainer saves on that', () => {
    const known = happen(0, {
      type: 'trainerKnown',
      habits: stopHabitsOf({ ...unknownHabits, savesOnTerminate: true }),
    });
    const script = [known, plan(1, { when: 'now', strongest: 'SIGKILL' }), restart(5)];
    expect(signals(simulate(script, { until: 200 }))).toEqual(['SIGTERM at 1', 'SIGKILL at 121']);
    // A deadline leaves no time for that.
    const late = [known, plan(0, { when: 'checkpoint', within: 9, wait: 5, strongest: 'SIGKILL' })];
    expect(signals(simulate(late, { until: 200 }))).toEqual(['SIGTERM at 9', 'SIGKILL at 14']);
  });

  test('waits for a file to change and then to stay as it is', () => {
    const came = simulate(
      [
        change(0, { fingerprint: 'old' }),
        plan(1, { when: 'checkpoint', file: 'weights.h5' }),
        change(10, { fingerprint: 'half' }),
        change(12, { fingerprint: 'half and half' }),
      ],
      { until: 50, world: obedient },
    );
    expect(signals(came)).toEqual(['SIGINT at 15.5']);
    expect(came.audit.map(({ event }) => event)).toEqual(['armed', 'armed-stage', 'signal', 'armed-stop-over']);
  });

  test('notices a file that changed while no keeper lived, and takes none for whole that has gone', () => {
    const script = [change(0, { fingerprint: 'old' }), plan(1, { when: 'checkpoint', file: 'weights.h5' })];
    const changed = simulate([...script, change(5, { fingerprint: 'new' }), restart(5)], {
      until: 50,
      world: obedient,
    });
    expect(signals(changed)).toEqual(['SIGINT at 8.5']);
    const gone = simulate([...script, change(5, { fingerprint: null })], { until: 50 });
    expect(gone.state.armed).toMatchObject({ stage: 'safe-moment' });
    expect(signals(gone)).toEqual([]);
  });
});

describe('a stop on advice', () => {
  const auto = plan(0, { when: 'advice', grace: 60 });

  test('counts down when the advice is to stop, then waits for the next save', () => {
    const came = simulate(
      [auto, judged(10, 'plateau'), read(40, save(100), step(101)), read(80, save(200), step(201))],
      {
        until: 80,
      },
    );
    expect(signals(came)).toEqual(['SIGINT at 80']);
    expect(came.audit.flatMap((entry) => (entry.event === 'armed-stage' ? [entry] : []))).toEqual([
      { event: 'armed-stage', stage: 'countdown', reason: 'it is plateau' },
      { event: 'armed-stage', stage: 'checkpoint', reason: 'it is plateau' },
      { event: 'armed-stage', stage: 'signals', reason: 'it is plateau' },
    ]);
  });

  test('goes back to waiting when the advice changes back, and counts anew later', () => {
    const came = simulate([auto, judged(10, 'plateau'), judged(50, 'improving'), judged(100, 'plateau')], {
      until: 159,
    });
    expect(came.state.armed).toMatchObject({ stage: 'countdown', endsAt: 160 });
    const back = simulate([auto, judged(10, 'plateau'), judged(50, 'improving')], { until: 500 });
    expect(back.state.armed).toMatchObject({ stage: 'advice', endsAt: null, reason: null });
  });

  test('is cancelled during the countdown', () => {
    const came = simulate(
      [auto, judged(10, 'plateau'), cancel(30), judged(40, 'plateau'), read(80, save(1), step(2))],
      {
        until: 200,
      },
    );
    expect(came.state.armed).toBeNull();
    expect(signals(came)).toEqual([]);
  });

  test('heeds nothing but the budget where it was told to', () => {
    const budget = plan(0, { when: 'advice', grace: 60, heeds: 'budget' });
    expect(simulate([budget, judged(1, 'plateau')], { until: 2 }).state.armed).toMatchObject({ stage: 'advice' });
    const spent = simulate([budget, judged(1, 'budget-spent')], { until: 2 });
    expect(spent.state.armed).toMatchObject({ stage: 'countdown', reason: 'it is budget-spent' });
  });

  test('does not wait when the training has diverged, whatever it waits for', () => {
    for (const before of [[], [judged(1, 'plateau')], [judged(1, 'plateau'), read(70, save(100))]]) {
      const came = simulate([auto, ...before, judged(90, 'diverged')], { until: 90, world: obedient });
      expect(signals(came)).toEqual(['SIGINT at 90']);
    }
    const asked = simulate([plan(0, { when: 'checkpoint' }), judged(90, 'diverged')], { until: 100 });
    expect(signals(asked)).toEqual([]);
  });

  test('does not count for hours because the clock was set back while no keeper lived', () => {
    const { state } = simulate([auto, judged(10, 'plateau')], { until: 20 });
    const record = { ...emptyRecord, armed: { ...state.armed!, endsAt: 1_000_000 } };
    expect(simulate([], { until: 0, record }).state.armed).toMatchObject({ stage: 'countdown', endsAt: 60 });
  });
});

describe('a pause', () => {
  const pause = (at: number, request = `request ${++number}`): TimedHappening =>
    happen(at, { type: 'pauseAsked', request, by: 'a test' });
  const resume = (at: number, request = `request ${++number}`): TimedHappening =>
    happen(at, { type: 'resumeAsked', request, by: 'a test' });

  test('halts all of it, is written down with who asked, and ends with SIGCONT', () => {
    const came = simulate([pause(1), resume(5)], { until: 10 });
    expect(signals(came)).toEqual(['SIGSTOP at 1', 'SIGCONT at 5']);
    expect(came.state.pauses).toEqual([{ from: 1, to: 5 }]);
    expect(came.audit).toEqual([
      { event: 'paused', by: 'a test' },
      { event: 'resumed', by: 'a test' },
    ]);
  });

  test('is not begun twice, nor ended without one', () => {
    const came = simulate([resume(0, 'first'), pause(1), pause(2, 'second')], { until: 10 });
    expect(came.answers.get('first')).toBe('It is not paused.');
    expect(came.answers.get('second')).toBe('It is already paused.');
    expect(signals(came)).toEqual(['SIGSTOP at 1']);
  });

  test('by somebody else is noticed, and so is its end', () => {
    const came = simulate([pause(1), resume(2), change(20, { stopped: true })], { until: 30 });
    expect(came.state.pauses).toEqual([{ from: 1, to: 2 }]);
    const seen = (at: number, stopped: boolean) =>
      happen(at, { type: 'seen', observation: { ...came.state.observation, stopped } });
    expect(
      simulate([change(3, { stopped: true }), seen(3, true), change(7, { stopped: false })], { until: 9 }).state,
    ).toMatchObject({ pauses: [{ from: 3, to: 8 }] });
  });

  test('ends with a signal to stop, since a halted process notices nothing', () => {
    const came = simulate([pause(1), plan(5, { when: 'now' })], { until: 5 });
    expect(came.state.pauses).toEqual([{ from: 1, to: 5 }]);
    expect(came.audit.at(-1)).toEqual({ event: 'continued', by: 'a test' });
  });

  test('that the system refuses is none', () => {
    const world = { ...stubborn, refuses: 'SIGSTOP was not sent: it is not yours.' };
    const came = simulate([pause(1, 'asked')], { until: 5, world });
    expect(came.answers.get('asked')).toBe(world.refuses);
    expect(came.state).toMatchObject({ pauses: [], inFlight: null });
  });
});

describe('a request', () => {
  test('is carried out once however often it comes, also by the next keeper', () => {
    const script = [signal(0, 'SIGINT', 'one'), signal(11, 'SIGINT', 'one'), restart(12), signal(30, 'SIGINT', 'one')];
    const came = simulate(script, { until: 50 });
    expect(signals(came)).toEqual(['SIGINT at 0']);
    expect(came.answers.get('one')).toBeNull();
  });

  test('that was refused stays refused', () => {
    const came = simulate([signal(0, 'SIGTERM', 'one'), signal(1, 'SIGINT'), signal(20, 'SIGTERM', 'one')], {
      until: 50,
    });
    expect(signals(came)).toEqual(['SIGINT at 1']);
    expect(came.answers.get('one')).toMatch(/^SIGTERM was not sent: send SIGINT first/);
    expect(came.audit.map(({ event }) => event)).toEqual(['refused', 'signal']);
  });
});

describe('a keeper that is killed', () => {
  test('while it sends has sent, so that the next one does not send it again', () => {
    for (const when of ['before', 'after'] as const) {
      const came = simulate([plan(0, { when: 'now', wait: 5 })], {
        until: 100,
        killAt: { effect: 'send', nth: 1, when },
      });
      expect(signals(came)).toEqual(when === 'before' ? ['SIGTERM at 5'] : ['SIGINT at 0', 'SIGTERM at 5']);
    }
  });

  test('after the leader has gone does not keep the next one from ending the rest', () => {
    const world = { ...stubborn, others: 2, endsLeader: ['SIGINT'], endsAll: ['SIGTERM'] } as const;
    const came = simulate([plan(0, { when: 'now', wait: 5 }), restart(3)], { until: 100, world });
    expect(signals(came)).toEqual(['SIGINT at 0', 'SIGTERM at 5']);
    expect(came.state.armed).toBeNull();
  });

  test('keeps no later one from knowing the end of a training that nobody saw', () => {
    const came = simulate([plan(0, { when: 'checkpoint' }), change(1, { leader: false }), restart(2)], { until: 3 });
    expect(came.state).toMatchObject({ armed: null, exit: { code: 0 } });
  });
});
