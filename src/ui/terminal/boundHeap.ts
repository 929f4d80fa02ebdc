import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Keeps the memory of the process near what is in use, where V8 would rather let what frames leave behind pile up.
 * Returns the way to stop looking.
 *
 * What is left of starting and of reading is collected once `isRead` says that there is no more of it. From then on old
 * objects are collected when they have grown by a third, instead of to three times their size. The space for
 * short-lived ones is held at 16 MiB: V8 doubles it up to 64 MiB, for which nothing gets faster. V8 reads the flags for
 * both whenever it is about to grow something.
 */
export function boundHeap(isRead: () => boolean): () => void {
  setFlagsFromString('--heap-growing-percent=30');
  const start = performance.now();
  let isHeld = false;
  let isCollected = false;
  const timer = setInterval(() => {
    // A collection that finds little to do makes the space small again, and in one that cannot grow back nothing gets
    // old enough to die young.
    const isLarge = youngSpace() >= maxYoungSpace;
    if (isLarge !== isHeld) setFlagsFromString(`--semi-space-growth-factor=${isLarge ? 1 : 2}`);
    isHeld = isLarge;
    if (!isCollected && performance.now() - start >= settleTime && isRead()) {
      isCollected = true;
      collect();
    }
  }, checkInterval).unref();
  return () => clearInterval(timer);
}

const maxYoungSpace = 16 * 1024 * 1024;
/** Milliseconds: the first frames are as good as done, and code that runs once has run. */
const settleTime = 2500;
const checkInterval = 500;

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
