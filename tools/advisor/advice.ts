import type { Outlook } from '../../src/advisor/model/outlook.ts';
import { nextStop, stopSettings, stopStart, type StopAdvice } from '../../src/advisor/model/stopPolicy.ts';
import type { CurveFamily } from '../../src/trainers/trainer.ts';
import { modelGains } from './train.ts';

/** A run with what was expected at each of its moments, from the fifth evaluation on. */
interface AdvisedRun {
  readonly family: CurveFamily;
  readonly moments: readonly { readonly index: number; readonly planned: number | null }[];
  readonly outlooks: readonly Outlook[];
}

/** The evaluation at which stopping would first have been advised; null where never. */
export function firstAdvice(run: AdvisedRun, worth: number): number | null {
  for (const { index, state } of advice(run, worth)) {
    if (state.advised) return index;
  }
  return null;
}

/** How often the advice would have changed over the whole run, had nobody followed it. */
export function flipsOf(run: AdvisedRun, worth: number): number {
  let flips = 0;
  let advised = false;
  for (const { state } of advice(run, worth)) {
    if (state.advised !== advised) flips++;
    advised = state.advised;
  }
  return flips;
}

function* advice(run: AdvisedRun, worth: number): Generator<{ readonly index: number; readonly state: StopAdvice }> {
  let state = stopStart;
  for (const [position, outlook] of run.outlooks.entries()) {
    const { index, planned } = run.moments[position]!;
    state = nextStop(state, { outlook, held: false }, modelGains, stopSettings(worth, planned, run.family));
    yield { index, state };
  }
}
