import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { TrainingControl } from '../../../../src/stopping/control.ts';
import { readFacts, stateWord } from '../../../../src/ui/state/facts/facts.ts';
import { recordingControl } from '../../../support/ui/fakes.ts';
import { recordedTraining } from '../../../support/ui/recordedTraining.ts';

/** A console of fastai, which says nothing behind its last epoch, as if so many were planned. */
async function wordOf(epochs: number, control: TrainingControl | null): Promise<string> {
  const log = readFileSync('fixtures/fastai/efficientdet-console.log', 'utf8').replaceAll('/20 :', `/${epochs} :`);
  const monitor = await recordedTraining(Buffer.from(log));
  const fixed = { title: 'fastai', readonly: false, comeBack: null, characters: 'box' } as const;
  return stateWord(readFacts(monitor, control, null, fixed, monitor.now()));
}

test('a log that has come to the end of its plan is that of a training that has ended, whatever it says then', async () => {
  expect(await wordOf(12, null)).toBe('ENDED');
  expect(await wordOf(20, null)).toBe('RUNNING');
});

test('while its process lives the training still runs: it may evaluate once more', async () => {
  expect(await wordOf(12, recordingControl())).toBe('RUNNING');
});
