import type { Factor } from '../../../advisor/verdict.ts';
import { type ScreenFacts, isOver } from './facts.ts';

/** Returns the reasons that the verdict pane lists, which a person can mark; none once the training is over. */
export function listedReasons(facts: ScreenFacts): readonly Factor[] {
  return isOver(facts) ? [] : facts.verdict.factors;
}

/** Returns the marked reason; null where none is listed. */
export function markedReason(facts: ScreenFacts, marked: number): Factor | null {
  const reasons = listedReasons(facts);
  return reasons[Math.min(marked, reasons.length - 1)] ?? null;
}
