import { parseSections, readNumber, readNumbers, readText } from './configuration.ts';
import type { ConfigSection } from './configuration.ts';

/** What a .cfg file says: the network's layers and how it is trained. */
export interface NetworkPlan {
  readonly input: { readonly height: number; readonly width: number; readonly channels: number };
  readonly convolutions: readonly ConvolutionPlan[];
  readonly head: HeadPlan;
  readonly training: TrainingSettings;
}

export interface ConvolutionPlan {
  readonly filters: number;
  readonly size: number;
  readonly stride: number;
  readonly leaky: boolean;
}

/** The [yolo] layer: what the last convolution's numbers mean, and how they are weighed in the loss. */
export interface HeadPlan {
  /** Width and height of each anchor as fractions of the image. */
  readonly anchors: readonly { readonly width: number; readonly height: number }[];
  readonly classes: number;
  /** Above this IoU with any truth a prediction that belongs to none is not blamed for its objectness. */
  readonly ignoreThreshold: number;
  readonly iouNormalizer: number;
  readonly objectnessNormalizer: number;
  readonly classNormalizer: number;
}

export interface TrainingSettings {
  readonly batch: number;
  readonly learningRate: number;
  readonly momentum: number;
  readonly decay: number;
  /** The longest gradient a step is made with, 0 for any. */
  readonly clip: number;
  readonly burnIn: number;
  readonly iterations: number;
  /** At each step's iteration the learning rate is multiplied by its scale. */
  readonly steps: readonly { readonly iteration: number; readonly scale: number }[];
}

/**
 * Reads a .cfg file of the kind this trainer can train: [net], some [convolutional], one [yolo] at the end.
 * @throws Error with a sentence for the user where it holds anything else.
 */
export function parseNetworkPlan(text: string): NetworkPlan {
  const [net, ...layers] = parseSections(text);
  const head = layers.pop();
  if (net?.name !== 'net' || head?.name !== 'yolo' || layers.some((layer) => layer.name !== 'convolutional')) {
    throw new Error('The .cfg file has to hold [net], then [convolutional] layers, then one [yolo] layer.');
  }
  const input = {
    height: readNumber(net.values, 'height'),
    width: readNumber(net.values, 'width'),
    channels: readNumber(net.values, 'channels', 3),
  };
  const plan = {
    input,
    convolutions: layers.map(readConvolution),
    head: readHead(head, input),
    training: readTraining(net),
  };
  const filters = plan.convolutions.at(-1)?.filters;
  const needed = plan.head.anchors.length * (plan.head.classes + 5);
  if (filters !== needed) {
    throw new Error(
      `The layer before [yolo] has ${filters ?? 0} filters: it needs anchors x (classes + 5) = ${needed}.`,
    );
  }
  return plan;
}

function readConvolution({ values }: ConfigSection): ConvolutionPlan {
  return {
    filters: readNumber(values, 'filters'),
    size: readNumber(values, 'size'),
    stride: readNumber(values, 'stride', 1),
    leaky: readText(values, 'activation') === 'leaky',
  };
}

function readHead({ values }: ConfigSection, input: { height: number; width: number }): HeadPlan {
  const lengths = readNumbers(values, 'anchors');
  return {
    anchors: Array.from({ length: lengths.length / 2 }, (_, index) => ({
      width: lengths[2 * index]! / input.width,
      height: lengths[2 * index + 1]! / input.height,
    })),
    classes: readNumber(values, 'classes'),
    ignoreThreshold: readNumber(values, 'ignore_thresh', 0.5),
    iouNormalizer: readNumber(values, 'iou_normalizer', 0.75),
    objectnessNormalizer: readNumber(values, 'obj_normalizer', 1),
    classNormalizer: readNumber(values, 'cls_normalizer', 1),
  };
}

function readTraining({ values }: ConfigSection): TrainingSettings {
  const scales = readNumbers(values, 'scales');
  return {
    batch: readNumber(values, 'batch'),
    learningRate: readNumber(values, 'learning_rate'),
    momentum: readNumber(values, 'momentum', 0.9),
    decay: readNumber(values, 'decay', 0.0001),
    clip: readNumber(values, 'clip', 0),
    burnIn: readNumber(values, 'burn_in', 0),
    iterations: readNumber(values, 'max_batches'),
    steps: readNumbers(values, 'steps').map((iteration, index) => ({ iteration, scale: scales[index] ?? 1 })),
  };
}
