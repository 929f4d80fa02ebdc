import { expect, test } from 'vitest';
import { describeStep } from '../../src/stopping/describeStop.ts';

/** A signal that went to so many processes. */
function sent(processes: number): string {
  const reached = { pid: 42, command: 'python train.py', processes };
  return describeStep({ step: 'sent', sent: { signal: 'SIGINT', time: 0, wait: 10, reached } });
}

test('a signal is told with whom it reached', () => {
  expect(sent(1)).toBe('SIGINT sent to process 42 (python train.py); waiting up to 10 s for it to exit');
  expect(sent(3)).toBe(
    'SIGINT sent to process 42 and 2 more of its group (python train.py); waiting up to 10 s for it to exit',
  );
});

test('a signal that came too late reached nothing', () => {
  expect(sent(0)).toBe('SIGINT reached nothing: process 42 (python train.py) had just ended');
});
