import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Crash } from '../../../src/keeper/retry/crash.ts';
import { type RetryEffect, type RetryEvent, type RetryState, retryStep } from '../../../src/keeper/retry/retryStep.ts';

const ended: RetryState = { stage: 'ended', attempt: 1, max: 3, pause: 30, crash: null };
const cuda: Crash = { isWorthIt: true, what: 'a CUDA error', needsRoom: false };
const diverged: Crash = { isWorthIt: false, what: 'it diverged', needsRoom: false };

/** All that comes of some events, one after the other. */
function effectsOf(first: RetryState, events: readonly RetryEvent[]): readonly RetryEffect[] {
  let state = first;
  return events.flatMap((event) => {
    const result = retryStep(state, event);
    ({ state } = result);
    return result.effects;
  });
}

/** The pause before the next attempt. */
function pauseAfter(attempt: number): number | undefined {
  const effects = effectsOf({ ...ended, attempt, max: 99 }, [
    { type: 'ended', crash: cuda },
    { type: 'planned', how: 'from last.pt' },
  ]);
  return effects.flatMap((effect) => (effect.type === 'make' ? [effect.pause] : []))[0];
}

describe('a training that has ended', () => {
  test('is made again from its last save after a crash that may pass', () => {
    const events: readonly RetryEvent[] = [
      { type: 'ended', crash: cuda },
      { type: 'planned', how: 'from last.pt' },
      { type: 'made', run: 'next' },
    ];
    expect(effectsOf(ended, events)).toEqual([
      { type: 'plan' },
      { type: 'make', attempt: 2, pause: 30, needsRoom: false, why: 'a CUDA error', how: 'from last.pt' },
      { type: 'record', run: 'next', why: 'a CUDA error' },
    ]);
  });

  test('waits four times as long each time, an hour at most', () => {
    expect([1, 2, 3, 4, 5, 6].map(pauseAfter)).toEqual([30, 120, 480, 1920, 3600, 3600]);
  });

  test('is not made again where it cannot go on, which is said', () => {
    const events: readonly RetryEvent[] = [
      { type: 'ended', crash: cuda },
      { type: 'refused', why: 'no save is whole' },
    ];
    expect(effectsOf(ended, events).at(-1)).toEqual({ type: 'record', run: null, why: 'no save is whole' });
  });

  test('says how often it was started when that was often enough', () => {
    const effects = effectsOf({ ...ended, attempt: 4 }, [{ type: 'ended', crash: cuda }]);
    expect(effects).toEqual([{ type: 'record', run: null, why: 'a CUDA error, and it was started 4 times' }]);
  });
});

const event: fc.Arbitrary<RetryEvent> = fc.oneof(
  fc.record({ type: fc.constant('ended' as const), crash: fc.constantFrom(cuda, diverged) }),
  fc.record({ type: fc.constant('planned' as const), how: fc.constant('from last.pt') }),
  fc.record({ type: fc.constant('refused' as const), why: fc.constant('no save') }),
  fc.record({ type: fc.constant('made' as const), run: fc.constant('next') }),
);

test('whatever happens, it is made once at most, never after divergence, and never more often than was asked for', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(5), fc.array(event), (attempt, max, events) => {
      const effects = effectsOf({ ...ended, attempt, max }, events);
      const made = effects.filter(({ type }) => type === 'make').length;
      const first = events.find(({ type }) => type === 'ended');
      const mayBeMade = first?.type === 'ended' && first.crash === cuda && attempt <= max;
      expect(made).toBeLessThanOrEqual(mayBeMade ? 1 : 0);
      expect(effects.filter(({ type }) => type === 'record').length).toBeLessThanOrEqual(1);
    }),
  );
});
