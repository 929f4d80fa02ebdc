/**
 * Lets at most so many do something at once, the others after them in the order in which they came. The function that
 * it returns resolves with the way to end a turn. A turn ends by itself after `longest` seconds: who only waits for an
 * answer holds nobody up.
 */
export function createTurns(max: number, longest: number): () => Promise<() => void> {
  const waiting: (() => void)[] = [];
  let busy = 0;
  return async () => {
    if (busy < max) busy += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    let isOver = false;
    const end = (): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      const next = waiting.shift();
      // The turn goes to who waits.
      if (next === undefined) busy -= 1;
      else next();
    };
    const timer = setTimeout(end, longest * 1000).unref();
    return end;
  };
}
