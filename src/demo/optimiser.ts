import type { TrainingPlan } from './networkPlan.ts';

/** Numbers that are learned together, the loss's gradient by them, and the speed at which they are moving. */
export interface Parameter {
  readonly values: Float64Array;
  readonly gradient: Float64Array;
  readonly velocity: Float64Array;
  /** Whether weight decay pulls them to zero: weights yes, biases no, as in Darknet. */
  readonly decays: boolean;
}

/**
 * Moves the parameters one step of gradient descent with momentum and weight decay, and sets their gradients to zero.
 * Source: update_convolutional_layer of Darknet.
 */
export function stepParameters(
  parameters: readonly Parameter[],
  learningRate: number,
  { momentum, decay }: Pick<TrainingPlan, 'momentum' | 'decay'>,
): void {
  for (const { values, gradient, velocity, decays } of parameters) {
    const pull = decays ? decay : 0;
    for (let index = 0; index < values.length; index += 1) {
      const moved = momentum * velocity[index]! - learningRate * (gradient[index]! + pull * values[index]!);
      velocity[index] = moved;
      values[index]! += moved;
    }
    gradient.fill(0);
  }
}
