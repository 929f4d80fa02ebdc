import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Box, Truth } from '../box.ts';
import { drawScene, shapeNames } from './drawing.ts';
import { encodePng } from './png.ts';
import { createRandom } from '../random.ts';
import type { Random } from '../random.ts';
import type { Labelling, ScenarioPlan } from '../scenarioPlans.ts';
import { writeIfOther } from './writeIfOther.ts';
import { errorMessage } from '../../words/errors.ts';

/** Width and height of the images in pixels. */
const imageLength = 48;

/** Anchors in pixels: the middle of the smaller and of the larger half of the sizes that are drawn. */
const anchors = [12, 18] as const;

/** The convolutions before the head: filters and stride of each. */
const convolutions = [
  [8, 2],
  [16, 2],
  [32, 2],
  [32, 1],
] as const;

export interface DataSetPaths {
  readonly data: string;
  readonly configuration: string;
}

/**
 * Draws the images of a training and writes them with their labels, lists, names, obj.data and .cfg file as Darknet
 * users lay them out. The same seed writes the same bytes.
 * @throws Error with a sentence for the user where the directory cannot be written to.
 */
export async function writeDataSet(
  directory: string,
  name: string,
  plan: ScenarioPlan,
  { seed, iterations }: { seed: number; iterations: number },
): Promise<DataSetPaths> {
  const paths = { data: join(directory, 'obj.data'), configuration: join(directory, `${name}.cfg`) };
  try {
    mkdirSync(join(directory, 'backup'), { recursive: true });
    // Together, because a file system that is slow to make one file makes several in the same time.
    await Promise.all([
      ...writeImages(directory, 'train', plan.trainImages, plan.trainLabels, seed),
      ...writeImages(directory, 'valid', plan.validImages, { kind: 'right' }, seed),
      writeIfOther(join(directory, 'obj.names'), `${shapeNames.join('\n')}\n`),
      writeIfOther(paths.data, describeData(directory, plan)),
      writeIfOther(paths.configuration, describeNetwork(plan, iterations)),
    ]);
  } catch (error) {
    const reason = errorMessage(error);
    throw new Error(`Cannot write the data set to ${directory} (${reason}): name another place with --directory.`, {
      cause: error,
    });
  }
  return paths;
}

function writeImages(
  directory: string,
  part: 'train' | 'valid',
  count: number,
  labelling: Labelling,
  seed: number,
): Promise<void>[] {
  mkdirSync(join(directory, part), { recursive: true });
  const random = createRandom(seed, part);
  // Mistakes have numbers of their own, so that every scenario draws the same images.
  const mistakes = createRandom(seed, `${part} mistakes`);
  const list: string[] = [];
  const writes: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    const { image, truths } = drawScene(imageLength, random);
    const path = join(directory, part, String(index).padStart(4, '0'));
    writes.push(writeIfOther(`${path}.png`, encodePng(image)));
    writes.push(writeIfOther(`${path}.txt`, truths.map((truth) => describeLabel(truth, labelling, mistakes)).join('')));
    list.push(`${path}.png\n`);
  }
  return [...writes, writeIfOther(join(directory, `${part}.txt`), list.join(''))];
}

function describeLabel(truth: Truth, labelling: Labelling, random: Random): string {
  const label = mislabel(truth, labelling, random);
  const { x, y, width, height } = label.box;
  return `${[label.class, ...[x, y, width, height].map((part) => part.toFixed(6))].join(' ')}\n`;
}

function mislabel(truth: Truth, labelling: Labelling, random: Random): Truth {
  switch (labelling.kind) {
    case 'right':
      return truth;
    case 'misread':
      return { ...truth, box: asCornerAndHalves(truth.box) };
    case 'wrong': {
      const moved = random.uniform() < labelling.boxes ? { ...truth, box: beside(truth.box, random) } : truth;
      return random.uniform() < labelling.classes ? asAnotherClass(moved, random) : moved;
    }
    default:
      return labelling satisfies never;
  }
}

/** Left, top and half the size, as some tools write boxes, where Darknet reads the middle and the size. */
function asCornerAndHalves({ x, y, width, height }: Box): Box {
  return { x: x - width / 2, y: y - height / 2, width: width / 2, height: height / 2 };
}

/** Half a size off in any direction, the middle still within the image. */
function beside(box: Box, random: Random): Box {
  const angle = 2 * Math.PI * random.uniform();
  const within = (middle: number): number => Math.min(0.999, Math.max(0, middle));
  return {
    ...box,
    x: within(box.x + (box.width / 2) * Math.cos(angle)),
    y: within(box.y + (box.height / 2) * Math.sin(angle)),
  };
}

function asAnotherClass(truth: Truth, random: Random): Truth {
  return { ...truth, class: (truth.class + random.integer(1, shapeNames.length - 1)) % shapeNames.length };
}

function describeData(directory: string, { evaluationInterval }: ScenarioPlan): string {
  return `classes = ${shapeNames.length}
train = ${join(directory, 'train.txt')}
valid = ${join(directory, 'valid.txt')}
names = ${join(directory, 'obj.names')}
backup = ${join(directory, 'backup')}
evaluate = ${evaluationInterval}
`;
}

function describeNetwork(plan: ScenarioPlan, iterations: number): string {
  const steps = plan.steps.map(({ at, scale }) => ({ iteration: Math.round(at * iterations), scale }));
  const net = `[net]
batch=${plan.batch}
subdivisions=1
width=${imageLength}
height=${imageLength}
channels=3
momentum=0.9
decay=${plan.decay}
clip=${plan.clip}
learning_rate=${plan.learningRate}
burn_in=${plan.burnIn}
max_batches=${iterations}
policy=steps
steps=${steps.map(({ iteration }) => iteration).join(',')}
scales=${steps.map(({ scale }) => scale).join(',')}
`;
  const head = `[yolo]
anchors=${anchors.map((length) => `${length},${length}`).join(', ')}
classes=${shapeNames.length}
num=${anchors.length}
ignore_thresh=.6
iou_loss=diou
iou_normalizer=1
obj_normalizer=1
cls_normalizer=1
`;
  const layers = convolutions.map(([filters, stride]) => describeConvolution(filters, 3, stride, 'leaky'));
  const last = describeConvolution(anchors.length * (shapeNames.length + 5), 1, 1, 'linear');
  return [net, ...layers, last, head].join('\n');
}

function describeConvolution(filters: number, size: number, stride: number, activation: 'leaky' | 'linear'): string {
  return `[convolutional]
filters=${filters}
size=${size}
stride=${stride}
pad=1
activation=${activation}
`;
}
