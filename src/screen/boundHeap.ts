import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Keeps the memory of the process near what is in use, where V8 would rather let what frames leave behind pile up. Returns the way to stop looking.
 *
 * What is left of starting and of reading is collected once `isRead` says that there is no more of it. From then on old objects are collected when
 * they have grown by a third, instead of to three times their size. The space for short-lived ones stops growing at 16 MiB: V8 doubles it up to
 * 64 MiB, for which nothing gets faster. Measured with 240 and 3600 iterations/s at 120 by 40: 125 MB resident instead of 160, at the same CPU.
 */
export function boundHeap(isRead: () => boolean): () => void {
  setFlagsFromString('--heap-growing-percent=30');
  const start = performance.now();
  let isBounded = false;
  let isCollected = false;
  const timer = setInterval(() => {
    if (!isBounded && youngSpace() >= mostYoung) {
      isBounded = true;
      // V8 reads this flag whenever it is about to grow the space, unlike that for its size, which counts only at the start.
      setFlagsFromString('--semi-space-growth-factor=1');
    }
    if (!isCollected && performance.now() - start >= settleTime && isRead()) {
      isCollected = true;
      collect();
    }
    if (isBounded && isCollected) clearInterval(timer);
  }, lookEvery).unref();
  return () => clearInterval(timer);
}

const mostYoung = 16 * 1024 * 1024;
/** Milliseconds: the first frames are as good as done, and code that runs once has run. */
const settleTime = 2500;
const lookEvery = 500;

function youngSpace(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0;
}

/** The function is there in a context that is made after the flag was set. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  const collectGarbage: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  if (typeof collectGarbage === 'function') collectGarbage();
}
