import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startPoll } from '../../../src/log/files/poll.ts';

test('looks at once, on demand, and never twice at the same time', async () => {
  let looks = 0;
  let underWay = 0;
  let maxAtOnce = 0;
  const poll = startPoll(async () => {
    maxAtOnce = Math.max(maxAtOnce, ++underWay);
    await setImmediate();
    underWay--;
    looks++;
  }, 1000);
  await Promise.all([poll.look(), poll.look()]);
  expect(looks).toBe(3);
  expect(maxAtOnce).toBe(1);
  poll.close();
  await poll.look();
  expect(looks).toBe(3);
});
