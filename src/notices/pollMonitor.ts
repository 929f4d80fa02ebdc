/** Milliseconds between two looks while lines come, and while none does: a verdict may change without one (stalled). */
const lookEvery = 1000;
const lookAtSilenceEvery = 5000;

/** What is looked at: a monitor. */
interface Looked {
  readonly caughtUp: () => boolean;
  readonly subscribe: (listener: () => void) => () => void;
}

/** Calls `look` now and then while a training is read, also when nothing is. */
export interface MonitorPoll {
  /** Something else has changed: there is a look soon. */
  readonly lookSoon: () => void;
  readonly stop: () => void;
}

/**
 * Begins with a look as soon as all that was there before has been read: what changes later is told by what was so at
 * first.
 */
export function pollMonitor(monitor: Looked, look: () => void): MonitorPoll {
  let looked = false;
  let pending: NodeJS.Timeout | null = null;
  const lookNow = () => {
    pending = null;
    look();
  };
  const lookSoon = () => {
    if (!looked && monitor.caughtUp()) {
      looked = true;
      look();
    } else pending ??= setTimeout(lookNow, lookEvery).unref();
  };
  const unsubscribe = monitor.subscribe(lookSoon);
  const timer = setInterval(lookNow, lookAtSilenceEvery).unref();
  lookSoon();
  return {
    lookSoon,
    stop() {
      unsubscribe();
      clearInterval(timer);
      if (pending !== null) clearTimeout(pending);
    },
  };
}
