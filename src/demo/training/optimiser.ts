import type { TrainingSettings } from '../network/networkPlan.ts';

/** Numbers that are learned together, the loss's gradient by them, and the speed at which they are moving. */
export interface Parameter {
  readonly values: Float64Array;
  readonly gradient: Float64Array;
  readonly velocity: Float64Array;
  /** Whether weight decay pulls them to zero: weights yes, biases no, as in Darknet. */
  readonly decays: boolean;
}

/**
 * Moves the parameters one step of gradient descent with momentum and weight decay, and sets their gradients to zero. A
 * gradient longer than `clip` is shortened to it first (0: never), so that one odd batch does not throw the network far
 * off. Sources: update_convolutional_layer of Darknet; Pascanu, Mikolov, Bengio, On the difficulty of training
 * recurrent neural networks (2013).
 */
export function stepParameters(
  parameters: readonly Parameter[],
  learningRate: number,
  { momentum, decay, clip }: Pick<TrainingSettings, 'momentum' | 'decay' | 'clip'>,
): void {
  const length = lengthOfGradient(parameters);
  const shortened = clip > 0 && length > clip ? clip / length : 1;
  for (const { values, gradient, velocity, decays } of parameters) {
    const pull = decays ? decay : 0;
    for (let index = 0; index < values.length; index += 1) {
      const slope = shortened * gradient[index]! + pull * values[index]!;
      const moved = momentum * velocity[index]! - learningRate * slope;
      velocity[index] = moved;
      values[index]! += moved;
    }
    gradient.fill(0);
  }
}

function lengthOfGradient(parameters: readonly Parameter[]): number {
  let squares = 0;
  for (const { gradient } of parameters) {
    for (let index = 0; index < gradient.length; index += 1) squares += gradient[index]! ** 2;
  }
  return Math.sqrt(squares);
}
