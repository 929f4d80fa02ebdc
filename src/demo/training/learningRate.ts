import type { TrainingSettings } from '../network/networkPlan.ts';

/** Source: the default of `power` in Darknet's parse_net_options. */
const burnInPower = 4;

/**
 * Returns the learning rate of an iteration (the first is 1): it rises with the fourth power until the burn-in is over,
 * then holds and is multiplied by each step's scale from the step's iteration on. Source: get_current_rate of Darknet,
 * `policy=steps`.
 */
export function learningRateAt(
  iteration: number,
  { learningRate, burnIn, steps }: Pick<TrainingSettings, 'learningRate' | 'burnIn' | 'steps'>,
): number {
  if (iteration < burnIn) return learningRate * (iteration / burnIn) ** burnInPower;
  return steps.filter((step) => iteration >= step.iteration).reduce((rate, step) => rate * step.scale, learningRate);
}
