import { expect, test } from 'vitest';
import type { HeldSignal, TrainingControl } from '../../../src/stopping/control.ts';
import { executeAction } from '../../../src/ui/state/execute.ts';
import { recordingControl } from '../../support/ui/fakes.ts';

const held: HeldSignal = { signal: 'SIGINT', files: ['last.pt'], until: 1000, afterwards: 'ask', isAsking: false };

test('a signal that waits for a save is sent at once when somebody says so, and none where none waits', async () => {
  const asked: unknown[] = [];
  const control: TrainingControl = {
    ...recordingControl(),
    held: () => held,
    signal: async (...what) => void asked.push(what),
  };
  expect(await executeAction(control, 'anyway')).toBe('SIGINT was sent in the middle of a save.');
  expect(asked).toEqual([['SIGINT', { evenIfSaving: true }]]);
  expect(await executeAction(recordingControl(), 'anyway')).toBe('No signal waits for a save any more.');
});

test('what is called off is said by its name: a signal that waits, else the planned stop', async () => {
  const control = { ...recordingControl(), cancel: async () => {} };
  expect(await executeAction({ ...control, held: () => held }, 'call-off')).toBe('SIGINT was called off.');
  expect(await executeAction(control, 'call-off')).toBe('The planned stop was called off.');
});
