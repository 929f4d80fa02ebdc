import type { ScreenFacts } from './facts/facts.ts';
import type { ScreenState } from './state.ts';

/** What there is to be seen, and how the person wants to see it. */
export interface View {
  readonly state: ScreenState;
  readonly facts: ScreenFacts;
}
