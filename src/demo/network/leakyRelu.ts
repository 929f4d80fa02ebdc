/** The slope below zero. Source: leaky_activate of Darknet's activations.h. */
const slopeBelowZero = 0.1;

/** Replaces every negative number by a tenth of itself. */
export function applyLeakyRelu(values: Float64Array): void {
  for (let index = 0; index < values.length; index += 1) {
    if (values[index]! < 0) values[index]! *= slopeBelowZero;
  }
}

/**
 * Turns the gradient by the outputs of leaky ReLU into the one by its inputs; the sign of an output is that of its
 * input.
 */
export function backThroughLeakyRelu(outputs: Float64Array, gradient: Float64Array): void {
  for (let index = 0; index < outputs.length; index += 1) {
    if (outputs[index]! < 0) gradient[index]! *= slopeBelowZero;
  }
}
