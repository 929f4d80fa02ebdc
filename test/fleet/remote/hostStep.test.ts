import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type HostEvent, hostStep, type HostState, newHost, wakeAt } from '../../../src/fleet/remote/hostStep.ts';

const epoch = 1_780_000_000;
const broken = { problem: 'ssh says: Connection refused.', remedy: null, patience: null };

/** Goes through events, each at its time, and says what was to be done. */
function through(state: HostState, ...events: readonly (readonly [now: number, event: HostEvent])[]) {
  const effects: string[] = [];
  for (const [now, event] of events) {
    const [next, effect] = hostStep(state, event, { now, epoch: epoch + now, spread: 0 });
    state = next;
    if (effect !== null) effects.push(effect);
  }
  return { state, effects };
}

const timeCame = { type: 'timeCame' } as const;
const toldAll = { type: 'toldAll' } as const;
const failed = { type: 'failed', failure: broken } as const;

describe('a host', () => {
  test('is connected to at once, and live when it has told its runs', () => {
    const { state, effects } = through(newHost(0, epoch), [0, timeCame], [2, toldAll]);
    expect(effects).toEqual(['connect']);
    expect(state).toMatchObject({ shown: 'live', since: epoch + 2, failures: 0, problem: null });
  });

  test('that breaks is away since then, and tried again after twice as long each time, a minute at most', () => {
    let { state } = through(newHost(0, epoch), [0, timeCame], [1, toldAll], [100, failed]);
    expect(state).toMatchObject({ shown: 'away', since: epoch + 100, problem: broken.problem });
    const pauses: number[] = [];
    for (let tries = 0, now = 100; tries < 9; tries += 1) {
      pauses.push(wakeAt(state) - now);
      now = wakeAt(state);
      ({ state } = through(state, [now, timeCame], [now, failed]));
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    expect(state).toMatchObject({ since: epoch + 100 });
  });

  test('that is back is live since then, and tried again soon when it breaks once more', () => {
    const { state } = through(newHost(0, epoch), [0, timeCame], [0, failed], [1, timeCame], [1, failed], [3, timeCame]);
    const { state: back } = through(state, [4, toldAll]);
    expect(back).toMatchObject({ shown: 'live', since: epoch + 4 });
    const { state: again } = through(back, [10, failed]);
    expect(wakeAt(again)).toBe(11);
  });

  test('that says nothing after it was connected to, or for two signs of life, is given up', () => {
    const hung = through(newHost(0, epoch), [0, timeCame], [39, timeCame], [40, timeCame]);
    expect(hung.effects).toEqual(['connect', 'end']);
    expect(hung.state).toMatchObject({ shown: 'away', problem: 'It has said nothing for 40 s.' });
    const spoke = [100, { type: 'saidSomething' }] as const;
    const silent = through(newHost(0, epoch), [0, timeCame], [0, toldAll], spoke, [249, timeCame], [250, timeCame]);
    expect(silent.effects).toEqual(['connect', 'end']);
    expect(silent.state.problem).toBe('It has said nothing for 150 s.');
  });

  test('where a person has to do something first is tried seldom', () => {
    const failure = { problem: 'Plateau is not installed there.', remedy: 'plateau install gpu1', patience: 300 };
    const { state } = through(newHost(0, epoch), [0, timeCame], [1, { type: 'failed', failure }]);
    expect(state).toMatchObject({ shown: 'unusable', remedy: 'plateau install gpu1' });
    expect(wakeAt(state)).toBe(301);
  });

  test('of many that went away together comes back at a time of its own', () => {
    const [first] = hostStep(through(newHost(0, epoch), [0, timeCame]).state, failed, { now: 1, epoch, spread: 1 });
    expect(wakeAt(first)).toBe(2.5);
  });
});

test('whatever happens, there is one line at a time, and something is always waited for', () => {
  const event: fc.Arbitrary<HostEvent> = fc.constantFrom(timeCame, toldAll, { type: 'saidSomething' } as const, failed);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 200 }), event)), (steps) => {
      let state = newHost(0, epoch);
      let now = 0;
      let lines = 0;
      for (const [wait, each] of steps) {
        now += wait;
        const [next, effect] = hostStep(state, each, { now, epoch, spread: 0.5 });
        lines += effect === 'connect' ? 1 : effect === 'end' ? -1 : 0;
        expect(lines).toBe(next.line.phase === 'idle' ? 0 : 1);
        expect(Number.isFinite(wakeAt(next))).toBe(true);
        expect(next.shown === 'live').toBe(next.line.phase === 'live');
        state = next;
      }
    }),
  );
});
