import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StopSignal } from '../../../src/stopping/control.ts';
import { type Ladder, ladderState, type LadderStep, refusal } from '../../../src/stopping/machine/ladder.ts';

const start = 1_000_000;
const untouched: Ladder = { steps: [], ignoresInterrupt: false, alive: true };

function sent(signal: StopSignal, time = start, wait = 10, before: Ladder = untouched): Ladder {
  const step: LadderStep = { signal, time, wait, by: 'a test', reached: null };
  return { ...before, steps: [...before.steps, step] };
}

describe('the ladder', () => {
  test('begins with SIGINT and nothing else', () => {
    expect(ladderState(untouched, start).allowed).toEqual(['SIGINT']);
    expect(refusal(untouched, 'SIGINT', start)).toBeNull();
    expect(refusal(untouched, 'SIGTERM', start)).toMatch(/^SIGTERM was not sent: send SIGINT first/);
    expect(refusal(untouched, 'SIGKILL', start)).toMatch(/^SIGKILL was not sent: send SIGINT first/);
  });

  test('begins with SIGTERM where SIGINT is ignored', () => {
    const ladder = { ...untouched, ignoresInterrupt: true };
    expect(ladderState(ladder, start).allowed).toEqual(['SIGTERM']);
    expect(refusal(ladder, 'SIGINT', start)).toMatch(/ignores it/);
  });

  test('begins with SIGTERM where SIGINT would spoil what was saved, and nothing stronger', () => {
    expect(ladderState(untouched, start, 'SIGTERM').allowed).toEqual(['SIGTERM']);
    expect(ladderState({ ...untouched, ignoresInterrupt: true }, start, 'SIGTERM').allowed).toEqual(['SIGTERM']);
  });

  test('allows nothing within the wait, and says how long it lasts', () => {
    const state = ladderState(sent('SIGINT'), start + 4);
    expect(state.allowed).toEqual([]);
    expect(state.nextAt).toBe(start + 10);
    expect(state.note).toBe('SIGINT sent 4 s ago, waiting for the trainer to save and exit');
  });

  test('refuses a second SIGINT within the wait, since it can abort the saving', () => {
    expect(refusal(sent('SIGINT'), 'SIGINT', start + 3)).toBe(
      'SIGINT was not sent again: a second one can abort the saving that the first one began; wait another 7 s.',
    );
  });

  test('refuses SIGTERM within the wait, and allows it after', () => {
    expect(refusal(sent('SIGINT'), 'SIGTERM', start + 9.5)).toMatch(/SIGINT was sent 9 s ago and has another 1 s/);
    expect(refusal(sent('SIGINT'), 'SIGTERM', start + 10)).toBeNull();
    expect(refusal(sent('SIGINT'), 'SIGKILL', start + 10)).toBeNull();
  });

  test('waits as long as was asked for', () => {
    expect(refusal(sent('SIGINT', start, 120), 'SIGTERM', start + 119)).not.toBeNull();
    expect(refusal(sent('SIGINT', start, 120), 'SIGTERM', start + 120)).toBeNull();
  });

  test('does not hurry when SIGINT becomes ignored while it is handled', () => {
    const saving = { ...sent('SIGINT'), ignoresInterrupt: true };
    expect(ladderState(saving, start + 5).allowed).toEqual([]);
    expect(ladderState(saving, start + 10).allowed).toEqual(['SIGTERM', 'SIGKILL']);
  });

  test('does not step down', () => {
    const terminated = sent('SIGTERM', start + 10, 10, sent('SIGINT'));
    expect(refusal(terminated, 'SIGINT', start + 30)).toMatch(/SIGTERM was sent already, and SIGINT is weaker/);
    expect(ladderState(terminated, start + 30).allowed).toEqual(['SIGTERM', 'SIGKILL']);
  });

  test('has no step left when nothing lives', () => {
    const over = { ...sent('SIGINT'), alive: false };
    expect(ladderState(over, start + 60)).toMatchObject({ allowed: [], nextAt: null, note: null });
    expect(refusal(over, 'SIGTERM', start + 60)).toMatch(/nothing of the training runs/);
  });

  test('never allows SIGKILL first, nor anything within a wait, whatever is tried in whatever order', () => {
    const tries = fc.array(
      fc.record({
        signal: fc.constantFrom<StopSignal>('SIGINT', 'SIGTERM', 'SIGKILL'),
        pause: fc.double({ min: 0, max: 30, noNaN: true }),
        wait: fc.double({ min: 0.1, max: 20, noNaN: true }),
      }),
    );
    fc.assert(
      fc.property(tries, fc.boolean(), (steps, ignoresInterrupt) => {
        let now = start;
        let ladder: Ladder = { ...untouched, ignoresInterrupt };
        for (const { signal, pause, wait } of steps) {
          now += pause;
          if (refusal(ladder, signal, now) === null) {
            ladder = sent(signal, now, wait, ladder);
          }
        }

        const first = ladder.steps[0]?.signal;
        expect([undefined, ignoresInterrupt ? 'SIGTERM' : 'SIGINT']).toContain(first);
        for (const [index, step] of ladder.steps.entries()) {
          const earlier = ladder.steps[index - 1];
          expect(step.time).toBeGreaterThanOrEqual(earlier === undefined ? 0 : earlier.time + earlier.wait);
        }
      }),
    );
  });
});
