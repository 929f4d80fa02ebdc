import { expect, test } from 'vitest';
import { keptRun } from '../support/cli/kept.ts';
import { freshHome, plateau } from '../support/real/plateau.ts';

test('`plateau continue` of a training that has not ended says what to do instead', () => {
  const { environment } = freshHome();
  plateau(['run', '--detach', '--name', 'night', '--', 'sleep', '60'], environment);
  const running = plateau(['continue', 'night'], environment);
  expect(running.status).toBe(1);
  expect(running.stderr).toMatch(/night \(\S+\) is still running, so there is nothing to go on from yet\./);
  expect(plateau(['pause', 'night'], environment).status).toBe(0);
  const paused = plateau(['continue', 'night'], environment);
  expect(paused.status).toBe(1);
  expect(paused.stderr).toMatch(/night \(\S+\) is paused: let it go on with `plateau resume \S+`\./);
});

test('`plateau continue` leaves a training alone of which another attempt waits, and names a run that trained', () => {
  const { environment } = freshHome();
  const exit = { code: 1, signal: null, time: 1_780_000_900 };
  const never = { startedAt: 1_780_001_000, exit: null, retryOf: { run: '1-night', why: 'a CUDA error', how: 'anew' } };
  keptRun(environment, '1-night', { exit });
  keptRun(environment, '2-night', { ...never, state: 'waiting' });
  expect(plateau(['continue', '1-night'], environment).stderr).toMatch(
    /night \(1-night\) is about to be started again as 2-night: cancel that first with `plateau stop 2-night`\./,
  );
  keptRun(environment, '2-night', { ...never, state: 'cancelled' });
  // The name is that of the newest; which trainer it was is not known here.
  expect(plateau(['continue', 'night', '--dry-run'], environment).stderr).not.toMatch(/has not trained/);
});
