import { count } from '../words/count.ts';
import { percent } from '../words/fraction.ts';

/** How far an interrupted check was. */
export interface ScanProgress {
  /** Images read. */
  readonly done: number;
  readonly total: number;
}

/** An error that says how far a check was, and what became of what it had read. */
export function scanInterrupted({ done, total }: ScanProgress, mistakes: number, isKept: boolean): Error {
  const share = percent(done / Math.max(1, total), 0);
  const found = mistakes === 0 ? '' : ` In them and their labels are ${count(mistakes)} mistakes so far.`;
  const kept = isKept && done > 0 ? ' What was seen of them is kept: the next check goes on from there.' : '';
  const message = `Interrupted after ${count(done)} of ${count(total)} images (${share}).${found}${kept}`;
  return Object.assign(new Error(message), { code, done, total });
}

/** How far the check was that ended with an error; null for every other error. */
export function interruptedScan(error: unknown): ScanProgress | null {
  if (!(error instanceof Error) || !('code' in error) || error.code !== code) return null;
  if (!('done' in error) || !('total' in error)) return null;
  const { done, total } = error;
  return typeof done === 'number' && typeof total === 'number' ? { done, total } : null;
}

const code = 'ERR_INTERRUPTED';
