import { type Finding, found, type Location } from '../checks/finding.ts';
import type { LabelRules } from '../labels/labels.ts';
import type { DataSet } from '../sources/dataSet.ts';
import type { Statistics } from './statistics.ts';
import { count, counted } from '../../words/count.ts';
import { percent } from '../../words/fraction.ts';

/**
 * Finds classes with too few images or out of balance, missing negatives, and objects that are small for the network.
 */
export function checkClasses(
  dataSet: DataSet,
  { train, classes }: Statistics,
  network: LabelRules['network'],
): Finding[] {
  const where = { file: dataSet.train.source, line: null };
  if (train.images === 0) return [];
  return [
    ...classes.flatMap(({ name, train: own }) => tooFew(name, own, where)),
    ...imbalance(classes, where),
    ...negatives(train, where),
    ...smallObjects(train.sizes, network, where),
  ];
}

/** Source: Ultralytics, "Tips for Best YOLOv5 Training Results". */
export const wantedImages = 1500;

function tooFew(name: string, { images, objects }: { images: number; objects: number }, where: Location): Finding[] {
  if (objects === 0) return [found('class-absent', `No training image has a "${name}".`, where)];
  if (images >= wantedImages) return [];
  const check = images < wantedImages / 10 ? 'class-rare' : 'class-few';
  const what = `"${name}" is on ${counted(images, 'training image')} (${counted(objects, 'object')}), ${count(wantedImages)} are recommended.`;
  return [found(check, what, where)];
}

/** Source: the lowest imbalance in Buda, Maki and Mazurowski (2018). */
const maxImbalance = 10;

function imbalance(classes: Statistics['classes'], where: Location): Finding[] {
  const commonest = classes.toSorted((one, other) => other.train.objects - one.train.objects)[0];
  return classes
    .filter(({ train }) => train.objects > 0 && train.objects * maxImbalance <= (commonest?.train.objects ?? 0))
    .map(({ name, train }) => {
      const times = Math.floor(commonest!.train.objects / train.objects);
      const what = `"${name}" has ${counted(train.objects, 'object')}, "${commonest!.name}" ${times} times as many.`;
      return found('class-imbalance', what, where);
    });
}

function negatives({ images, negatives: empty }: Statistics['train'], where: Location): Finding[] {
  if (empty === 0)
    return [found('negatives-none', `Each of the ${count(images)} training images has an object on it.`, where)];
  if (empty * 2 <= images) return [];
  return [found('negatives-many', `${count(empty)} of ${count(images)} training images have no object.`, where)];
}

/** Pixels at the input of the network. Source: AlexeyAB/darknet, README, "How to improve object detection". */
const smallSide = 16;
/** The share of small objects that is still an exception. */
const maxSmallShare = 0.1;

function smallObjects(sizes: Float32Array, network: LabelRules['network'], where: Location): Finding[] {
  let small = 0;
  for (let at = 0; at < sizes.length; at += 2) {
    if (sizes[at]! * network.width < smallSide && sizes[at + 1]! * network.height < smallSide) small++;
  }
  const share = small / Math.max(1, sizes.length / 2);
  if (share <= maxSmallShare) return [];
  const what = `${percent(share, 0)} of the objects are smaller than ${smallSide} x ${smallSide} pixels at the network's ${network.width} x ${network.height}.`;
  return [found('objects-small', what, where)];
}
