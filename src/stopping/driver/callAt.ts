/**
 * Calls back once a clock has reached an instant (both in seconds); returns the way to call that off. A timer alone is
 * not enough: on a busy machine it fires early by as much as the event loop was late when it was set, and whoever looks
 * at the clock then sees nothing new.
 */
export function callAt(instant: number, clock: () => number, callback: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    const rest = instant - clock();
    if (rest <= 0) {
      callback();
    } else {
      timer = setTimeout(look, Math.ceil(rest * 1000));
    }
  };

  timer = setTimeout(look, Math.ceil(Math.max(0, instant - clock()) * 1000));
  return () => {
    clearTimeout(timer);
  };
}
