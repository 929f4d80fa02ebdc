import type { ScreenFacts } from './facts/facts.ts';
import type { ScreenState } from './state.ts';

/** The facts, and how the user wants to see them. */
export interface View {
  readonly state: ScreenState;
  readonly facts: ScreenFacts;
}
