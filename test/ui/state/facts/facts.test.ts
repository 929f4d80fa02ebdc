import { expect, test } from 'vitest';
import type { VerdictName } from '../../../../src/advisor/verdict.ts';
import type { TrainingControl } from '../../../../src/stopping/control.ts';
import { readFacts, stateWord } from '../../../../src/ui/state/facts/facts.ts';
import { darknetEvents, fedMonitor, recordingControl, someVerdict } from '../../../support/ui/fakes.ts';

/** The state of a training of this verdict whose log does not say that it ends. */
function wordOf(name: VerdictName, control: TrainingControl | null): string {
  const monitor = fedMonitor(undefined, someVerdict({ name }));
  monitor.feed(darknetEvents(6000), ['a line'], 1000);
  const fixed = { title: 'shapes', readonly: false, comeBack: null, characters: 'box' } as const;
  return stateWord(readFacts(monitor, control, null, fixed, 1000));
}

test.each(['finished', 'finished-still-rising', 'finished-over-fitted'] as const)(
  'a training that is %s has ended where nobody sees its process; while that lives, it may evaluate once more',
  (name) => {
    expect(wordOf(name, null)).toBe('ENDED');
    expect(wordOf(name, recordingControl())).toBe('RUNNING');
  },
);

test('a training that goes on runs, whoever sees its process', () => {
  expect(wordOf('improving', null)).toBe('RUNNING');
});
