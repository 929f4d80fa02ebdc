import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/**
 * Keeps the space for short-lived objects from growing beyond 16 MiB: what a frame leaves behind fills any space, and V8 doubles it up to 64 MiB,
 * for which nothing gets faster. Measured over 45 s at 120 by 40: 130 MB instead of 160, and the same 3.4 % of a core. Returns the way to stop looking.
 */
export function boundYoungSpace(): () => void {
  const timer = setInterval(() => {
    const space = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
    if (space === undefined || space.space_size < bound) return;
    // V8 reads this flag whenever it is about to grow the space, unlike that for its size, which counts only at the start.
    setFlagsFromString('--semi-space-growth-factor=1');
    clearInterval(timer);
  }, lookEvery).unref();
  return () => clearInterval(timer);
}

const bound = 16 * 1024 * 1024;
const lookEvery = 500;
