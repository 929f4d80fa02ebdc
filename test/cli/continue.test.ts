import { expect, test } from 'vitest';
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
