import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Predecessor,
  type Turn,
  type WaitEvent,
  type WaitState,
  waitStep,
} from '../../../src/keeper/queue/waitStep.ts';

function waits(changes: Partial<WaitState> = {}): WaitState {
  return { stage: 'waiting', after: { run: 'a', onlyOk: false }, notBefore: null, needsRoom: false, ...changes };
}

function seen(predecessor: Predecessor | null, changes: { readonly time?: number; readonly hasRoom?: boolean } = {}) {
  return { type: 'looked', time: 0, predecessor, hasRoom: true, ...changes } as const;
}

const onlyOk = { after: { run: 'a', onlyOk: true } };
const words = 'failed with exit status 3';

describe('a run behind another one', () => {
  test.each([
    ['well', false, 'due'],
    ['badly', false, 'due'],
    ['unknown', false, 'due'],
    ['well', true, 'due'],
    ['badly', true, 'over'],
    ['unknown', true, 'over'],
  ] as const)('that ended %s (only after a good end: %s) is %s', (how, only, stage) => {
    const { state } = waitStep(waits({ after: { run: 'a', onlyOk: only } }), seen({ is: 'ended', how, words }));
    expect(state.stage).toBe(stage);
  });

  test('that does not start says what became of the other one', () => {
    const { effects } = waitStep(waits(onlyOk), seen({ is: 'ended', how: 'badly', words }));
    expect(effects).toEqual([{ type: 'end', reason: 'It did not start, since a failed with exit status 3.' }]);
  });

  test('takes the place of one that is cancelled', () => {
    const { state, effects } = waitStep(waits(), seen({ is: 'cancelled', after: 'first' }));
    expect(state).toMatchObject({ stage: 'waiting', after: { run: 'first', onlyOk: false } });
    expect(effects).toEqual([{ type: 'record', after: { run: 'first', onlyOk: false } }]);
  });

  test('starts when the one that was removed can no longer run', () => {
    const { state } = waitStep(waits(), seen({ is: 'removed' }));
    expect(waitStep(state, seen(null)).effects).toEqual([{ type: 'start' }]);
  });

  test('does not start before its time, nor on a full disk where it needs room', () => {
    const state = waits({ after: null, notBefore: 100, needsRoom: true });
    expect(waitStep(state, seen(null, { time: 99 })).state).toBe(state);
    expect(waitStep(state, seen(null, { time: 101, hasRoom: false })).state).toBe(state);
    expect(waitStep(state, seen(null, { time: 101 })).state.stage).toBe('due');
  });
});

const turn: fc.Arbitrary<Turn> = fc.record({ run: fc.constantFrom('a', 'b'), onlyOk: fc.boolean() });
const predecessor: fc.Arbitrary<Predecessor> = fc.oneof(
  fc.constant({ is: 'going' } as const),
  fc.record({
    is: fc.constant('ended' as const),
    how: fc.constantFrom('well', 'badly', 'unknown'),
    words: fc.constant('has ended'),
  }),
  fc.record({ is: fc.constant('cancelled' as const), after: fc.option(fc.constantFrom('a', 'b')) }),
  fc.constant({ is: 'removed' } as const),
);
const event: fc.Arbitrary<WaitEvent> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('looked' as const),
      time: fc.nat(20),
      predecessor,
      hasRoom: fc.boolean(),
    }),
  },
  fc.record({ type: fc.constant('stopAsked' as const), by: fc.constant('a test') }),
  fc.record({ type: fc.constant('moveAsked' as const), after: turn }),
);
const state: fc.Arbitrary<WaitState> = fc.record({
  stage: fc.constant('waiting' as const),
  after: fc.option(turn),
  notBefore: fc.option(fc.nat(20)),
  needsRoom: fc.boolean(),
});

/** What came of each event, with the state before it. */
function story(first: WaitState, events: readonly WaitEvent[]) {
  let now = first;
  return events.map((happened) => {
    const before = now;
    const { state: next, effects } = waitStep(before, happened);
    now = next;
    return { before, happened, next, effects };
  });
}

describe('whatever happens to a run that waits', () => {
  test('it starts once at most, and never after its end', () => {
    fc.assert(
      fc.property(state, fc.array(event), (first, events) => {
        const decided = story(first, events)
          .flatMap(({ effects }) => effects)
          .filter(({ type }) => type !== 'record');
        expect(decided.length).toBeLessThan(2);
      }),
    );
  });

  test('it never starts while the other one may run, nor only after a good end where that was none', () => {
    fc.assert(
      fc.property(state, fc.array(event), (first, events) => {
        for (const { before, happened, effects } of story(first, events)) {
          if (!effects.some(({ type }) => type === 'start')) continue;
          const other = happened.type === 'looked' && before.after !== null ? happened.predecessor : null;
          expect(['none', 'ended']).toContain(other?.is ?? 'none');
          const how = other?.is === 'ended' ? other.how : 'well';
          expect(before.after?.onlyOk === true ? how : 'well').toBe('well');
        }
      }),
    );
  });

  test('a keeper that is killed between any two steps changes nothing: what was recorded is all that counts', () => {
    fc.assert(
      fc.property(state, fc.array(event), (first, events) => {
        let recorded = first.after;
        for (const { next, effects } of story(first, events)) {
          for (const effect of effects) if (effect.type === 'record') recorded = effect.after;
          expect(next.after).toEqual(recorded);
        }
      }),
    );
  });
});
