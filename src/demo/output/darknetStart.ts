import { general, fixed, padded } from './cFormat.ts';
import { patchLength, placeCount } from '../network/convolution.ts';
import type { Network } from '../network/network.ts';
import type { NetworkPlan } from '../network/networkPlan.ts';

/**
 * The layers, their sizes and their work. Source: parse_network_cfg and make_convolutional_layer of AlexeyAB's Darknet.
 */
export function layerTable(network: Network, plan: NetworkPlan): string {
  const rows = network.layers.map(({ shape }, index) => {
    const filter = `${padded(shape.size, 2)} x${padded(shape.size, 2)}/${padded(shape.stride, 2)}`;
    const before = volume(shape.width, shape.height, shape.channels);
    const after = volume(shape.outputWidth, shape.outputHeight, shape.filters);
    const work = padded(fixed(operations(shape) / 1e9, 3), 5);
    return `${padded(index, 4)} conv  ${padded(shape.filters, 5)}      ${filter}   ${before} -> ${after} ${work} BF\n`;
  });
  const { iouNormalizer, objectnessNormalizer, classNormalizer } = plan.head;
  const weights = [iouNormalizer, objectnessNormalizer, classNormalizer].map((weight) => fixed(weight, 2));
  const outputs = network.layers.map(({ output }) => output.length);
  const averageOutputs = [...outputs, outputs.at(-1)!].reduce((sum, length) => sum + length, 0) / (outputs.length + 1);
  const totalWork = network.layers.reduce((sum, { shape }) => sum + operations(shape), 0) / 1e9;
  return [
    '   layer   filters  size/strd(dil)      input                output\n',
    ...rows,
    `${padded(rows.length, 4)} yolo\n`,
    `[yolo] params: iou loss: diou (3), iou_norm: ${weights[0]}, obj_norm: ${weights[1]}, cls_norm: ${weights[2]}, delta_norm: 1.00, scale_x_y: 1.00\n`,
    `Total BFLOPS ${padded(fixed(totalWork, 3), 5)} \n`,
    `avg_outputs = ${Math.trunc(averageOutputs)} \n`,
  ].join('');
}

/** The line on how many images go through the network at once. */
export function batchLine(batch: number): string {
  return `mini_batch = ${batch}, batch = ${batch}, time_steps = 1, train = 1 \n`;
}

/** What Darknet says of how often it saves, when the .data file does not. */
export const savingDefaults = "saveweights: Using default '1000'\nsavelast: Using default '100'\n";

/** The lines on saving and on the numbers that drive the training. */
export function trainingLines(plan: NetworkPlan): string {
  const { learningRate, momentum, decay } = plan.training;
  return (
    'Weights are saved after: 1000 iterations. Last weights (*_last.weight) are stored every 100 iterations. \n' +
    `Learning Rate: ${general(learningRate)}, Momentum: ${general(momentum)}, Decay: ${general(decay)}\n` +
    detectionLayerLine(plan)
  );
}

/** Names the layer that detects; 28 is Darknet's number for [yolo]. */
export function detectionLayerLine(plan: NetworkPlan): string {
  return ` Detection layer: ${plan.convolutions.length} - type = 28 \n`;
}

/** What is said on resuming: before, between and after reading the weights. */
export function loadingLines(path: string, seenImages: number, layerCount: number): [string, string, string] {
  const thousands = Math.round(seenImages / 1000);
  return [
    `Loading weights from ${path}...`,
    `\n seen 64, trained: ${thousands} K-images (${Math.round(thousands / 64)} Kilo-batches_64) \n`,
    `Done! Loaded ${layerCount} layers from weights-file \n`,
  ];
}

function volume(width: number, height: number, channels: number): string {
  return `${padded(width, 4)} x${padded(height, 4)} x${padded(channels, 4)}`;
}

/** Multiplications and additions of one convolution. */
function operations(shape: Network['layers'][number]['shape']): number {
  return 2 * placeCount(shape) * shape.filters * patchLength(shape);
}
