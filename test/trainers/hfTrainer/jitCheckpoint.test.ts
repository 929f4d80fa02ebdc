import { expect, test } from 'vitest';
import { asksForJitCheckpoint } from '../../../src/trainers/hfTrainer/jitCheckpoint.ts';

test.each([
  ['python run.py --enable_jit_checkpoint', true],
  ['python run.py --enable_jit_checkpoint True --fp16', true],
  ['python run.py --enable-jit-checkpoint --fp16', true],
  ['python run.py --enable_jit_checkpoint=true', true],
  ['python run.py --enable_jit_checkpoint False', false],
  ['python run.py --enable_jit_checkpoint=0', false],
  ['python run.py --fp16', false],
])('%s saves on SIGTERM: %s', (command, saves) => {
  expect(asksForJitCheckpoint(command.split(' '))).toBe(saves);
});
