import { execFileSync } from 'node:child_process';
import { type Finding, found } from '../checks/finding.ts';
import { type DarknetNetwork, type SectionReader } from './readNetwork.ts';
import { bytes } from '../../words/bytes.ts';

/**
 * About how much GPU memory training takes, in bytes; null when a layer is not known. Of each image of a mini-batch
 * every layer keeps its output and its gradient, convolutions with batch normalisation two more copies, other
 * activations than leaky and linear one more; every weight is there with its gradient, and a fixed part is for CUDA,
 * cuDNN and its workspace. With random=1 the input grows to 1.4 times its side. Source: AlexeyAB/darknet,
 * src/convolutional_layer.c, make_convolutional_layer; random_coef in src/detector.c.
 */
export function estimateMemory(network: DarknetNetwork): number | null {
  const grown = network.layers.some((layer) => layer.number('random', 0) > 0) ? 1.4 : 1;
  const layers = shapesOf(network, grown);
  if (layers === null) return null;
  const atOnce = Math.max(1, Math.floor(network.batch / Math.max(1, network.subdivisions)));
  let values = network.channels * network.width * network.height * grown ** 2;
  let weights = 0;
  let workspace = 0;
  for (const { outputs, copies, parameters, unrolled } of layers) {
    values += outputs * copies;
    weights += parameters;
    workspace = Math.max(workspace, unrolled);
  }
  return 4 * (values * atOnce + weights * 2 + workspace) + fixedBytes;
}

/** What an empty CUDA context with cuDNN takes. */
const fixedBytes = 500e6;

/**
 * Finds that the smallest GPU here has less memory than the network needs. `available`: in bytes; null when there is no
 * GPU to ask.
 */
export function checkMemory(network: DarknetNetwork, available: number | null): Finding[] {
  const needed = estimateMemory(network);
  if (needed === null || available === null || needed <= available * 0.95) return [];
  const what = `The network needs about ${bytes(needed)}, the GPU has ${bytes(available)}.`;
  const line = network.net.setting('subdivisions')?.line ?? network.net.line;
  return [found('model-memory', what, { file: network.path, line })];
}

/** Memory of the smallest NVIDIA GPU of this machine in bytes, or null when there is none. */
export function gpuMemory(): number | null {
  try {
    const text = execFileSync('nvidia-smi', ['--query-gpu=memory.total', '--format=csv,noheader,nounits'], {
      encoding: 'utf8',
      timeout: 5000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const sizes = text
      .split('\n')
      .map(Number)
      .filter((size) => size > 0);
    return sizes.length === 0 ? null : Math.min(...sizes) * 1024 * 1024;
  } catch {
    return null;
  }
}

interface Shape {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly outputs: number;
  /** How many values are kept for each output. */
  readonly copies: number;
  readonly parameters: number;
  /** Values of the buffer that a convolution unrolls its input into. */
  readonly unrolled: number;
}

/** The shape of every layer's output; null when there is one that is not known. */
function shapesOf(network: DarknetNetwork, grown: number): Shape[] | null {
  const input = shape(Math.round(network.width * grown), Math.round(network.height * grown), network.channels);
  const shapes: Shape[] = [];
  for (const [place, layer] of network.layers.entries()) {
    const before = shapes[place - 1] ?? input;
    const next = shapeOf(layer, before, (index) => shapes[index < 0 ? place + index : index] ?? null);
    if (next === null) return null;
    shapes.push(next);
  }
  return shapes;
}

function shapeOf(layer: SectionReader, before: Shape, at: (index: number) => Shape | null): Shape | null {
  const stride = layer.number('stride', 1);
  const size = layer.number('size', 1);
  switch (layer.name) {
    case 'convolutional': {
      const padding = layer.number('pad', 0) > 0 ? Math.floor(size / 2) : layer.number('padding', 0);
      const side = (length: number) => Math.floor((length + 2 * padding - size) / stride) + 1;
      const filters = layer.number('filters', 1);
      const groups = layer.number('groups', 1);
      const normalised = layer.number('batch_normalize', 0) > 0 ? 2 : 0;
      const activated = /^(?:mish|swish|hard_mish)$/.test(layer.setting('activation')?.value ?? '') ? 1 : 0;
      const unit = (size * size * before.channels) / groups;
      const [width, height] = [side(before.width), side(before.height)];
      return {
        ...shape(width, height, filters, 2 + normalised + activated),
        parameters: filters * unit + filters * (normalised > 0 ? 4 : 1),
        unrolled: unit * width * height,
      };
    }
    case 'maxpool': {
      const padding = layer.number('padding', layer.number('size', stride) - 1);
      const side = (length: number) => Math.floor((length + padding - layer.number('size', stride)) / stride) + 1;
      return shape(side(before.width), side(before.height), before.channels);
    }
    case 'upsample':
      return shape(
        before.width * layer.number('stride', 2),
        before.height * layer.number('stride', 2),
        before.channels,
      );
    case 'route': {
      const sources = layer.numbers('layers').map(at);
      const [first] = sources;
      if (first === undefined || first === null || sources.includes(null)) return null;
      const channels = sources.reduce((sum, source) => sum + source!.channels, 0) / layer.number('groups', 1);
      return shape(first.width, first.height, channels);
    }
    case 'reorg':
    case 'reorg3d':
      return shape(before.width / stride, before.height / stride, before.channels * stride * stride);
    case 'avgpool':
      return shape(1, 1, before.channels);
    case 'scale_channels':
    case 'sam': {
      const source = at(layer.number('from', -1));
      return source === null ? null : shape(source.width, source.height, source.channels);
    }
    case 'shortcut':
    case 'dropout':
    case 'yolo':
    case 'Gaussian_yolo':
    case 'region':
      return shape(before.width, before.height, before.channels);
    default:
      return null;
  }
}

function shape(width: number, height: number, channels: number, copies = 2): Shape {
  return { width, height, channels, outputs: width * height * channels, copies, parameters: 0, unrolled: 0 };
}
