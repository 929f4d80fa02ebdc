import {
  addParameterGradients,
  convolutionShape,
  convolve,
  findInputGradient,
  gatherPatches,
  patchLength,
  placeCount,
} from './convolution.ts';
import type { ConvolutionShape } from './convolution.ts';
import { applyLeakyRelu, backThroughLeakyRelu } from './leakyRelu.ts';
import type { NetworkPlan } from './networkPlan.ts';
import type { Parameter } from '../training/optimiser.ts';
import type { Random } from '../random.ts';

/** Convolutions one after the other. All room they work in is taken once; one image is worked on at a time. */
export interface Network {
  readonly layers: readonly NetworkLayer[];
  /** Everything that is learned, layer by layer: weights, then biases. */
  readonly parameters: readonly Parameter[];
}

export interface NetworkLayer {
  readonly shape: ConvolutionShape;
  readonly leaky: boolean;
  readonly weights: Parameter;
  readonly biases: Parameter;
  readonly patches: Float64Array;
  readonly patchGradient: Float64Array;
  readonly output: Float64Array;
  readonly outputGradient: Float64Array;
}

/**
 * Returns an untrained network: weights drawn with the deviation that keeps the signal's size through ReLU layers,
 * biases 0. Source: He et al., Delving Deep into Rectifiers (ICCV 2015), as in Darknet's make_convolutional_layer.
 */
export function createNetwork(plan: Pick<NetworkPlan, 'input' | 'convolutions'>, random: Random): Network {
  let input = plan.input;
  const layers = plan.convolutions.map(({ leaky, ...filter }) => {
    const shape = convolutionShape(input, filter);
    input = { height: shape.outputHeight, width: shape.outputWidth, channels: shape.filters };
    return createLayer(shape, leaky, random);
  });
  return { layers, parameters: layers.flatMap(({ weights, biases }) => [weights, biases]) };
}

/**
 * Returns what the last layer makes of `image`; the array is the network's own and is overwritten by the next image.
 */
export function runForward(network: Network, image: Float64Array): Float64Array {
  let values = image;
  for (const layer of network.layers) {
    gatherPatches(layer.shape, values, layer.patches);
    convolve(layer.shape, layer.patches, layer.weights.values, layer.biases.values, layer.output);
    if (layer.leaky) applyLeakyRelu(layer.output);
    values = layer.output;
  }
  return values;
}

/**
 * Adds the gradients of all parameters for the image that went forward last, given the loss's gradient by the last
 * output.
 */
export function runBackward(network: Network, lossGradient: Float64Array): void {
  network.layers.at(-1)!.outputGradient.set(lossGradient);
  for (let index = network.layers.length - 1; index >= 0; index -= 1) {
    const { shape, leaky, output, outputGradient, patches, patchGradient, weights, biases } = network.layers[index]!;
    if (leaky) backThroughLeakyRelu(output, outputGradient);
    addParameterGradients(shape, outputGradient, patches, weights.gradient, biases.gradient);
    const before = network.layers[index - 1];
    if (before) findInputGradient(shape, outputGradient, weights.values, patchGradient, before.outputGradient);
  }
}

function createLayer(shape: ConvolutionShape, leaky: boolean, random: Random): NetworkLayer {
  const patch = patchLength(shape);
  const places = placeCount(shape);
  const deviation = Math.sqrt(2 / patch);
  const layer = {
    shape,
    leaky,
    weights: createParameter(shape.filters * patch, true),
    biases: createParameter(shape.filters, false),
    patches: new Float64Array(places * patch),
    patchGradient: new Float64Array(places * patch),
    output: new Float64Array(places * shape.filters),
    outputGradient: new Float64Array(places * shape.filters),
  };
  const { values } = layer.weights;
  for (let index = 0; index < values.length; index += 1) values[index] = deviation * random.normal();
  return layer;
}

function createParameter(length: number, decays: boolean): Parameter {
  return {
    values: new Float64Array(length),
    gradient: new Float64Array(length),
    velocity: new Float64Array(length),
    decays,
  };
}
