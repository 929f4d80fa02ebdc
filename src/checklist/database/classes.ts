import type { CheckId } from '../checks/checks.ts';
import { type Finding, found, type Location } from '../checks/finding.ts';
import type { LabelRules } from '../labels/labels.ts';
import type { DataSet } from '../sources/dataSet.ts';
import type { ClassStatistics, Statistics } from './statistics.ts';
import { count, counted } from '../../words/count.ts';
import { percent } from '../../words/fraction.ts';

/** What classes are held against. */
export interface ClassContext {
  readonly network: LabelRules['network'];
  /** The classes of which nothing is said, because something else is wrong with them. */
  readonly explained: ReadonlySet<string>;
}

/**
 * Finds classes with too few images or out of balance, missing negatives, and objects that are small for the network.
 * What is wrong with several classes is one finding with a table, the worst first.
 */
export function checkClasses(dataSet: DataSet, statistics: Statistics, context: ClassContext): Finding[] {
  const { train } = statistics;
  const where = { file: dataSet.train.source, line: null };
  if (train.images === 0) return [];
  const classes = namedClasses(dataSet, statistics, context.explained);
  return [
    ...absent(classes, where),
    ...tooFew(classes, where),
    ...imbalance(classes, where),
    ...negatives(train, where),
    ...smallObjects(train.sizes, context.network, where),
  ];
}

/** The classes that have a name, where there are names: that the others have none is a mistake by itself. */
export function namedClasses(
  { names }: DataSet,
  { classes }: Statistics,
  explained: ReadonlySet<string>,
): readonly ClassStatistics[] {
  const named = names === null ? classes : classes.slice(0, names.length);
  return named.filter(({ name }) => !explained.has(name));
}

function absent(classes: readonly ClassStatistics[], where: Location): Finding[] {
  const none = classes.filter(({ train }) => train.objects === 0);
  if (none.length === 0) return [];
  const judged = none.filter(({ valid }) => valid.objects > 0);
  const only = judged.length === 0 ? '' : ` (${namesOf(judged)} only in the validation set)`;
  return [found('class-absent', `No training image has ${orNames(none)}${only}.`, where)];
}

/** Source: Ultralytics, "Tips for Best YOLOv5 Training Results". */
export const wantedImages = 1500;
const wantedObjects = 10_000;

function tooFew(classes: readonly ClassStatistics[], where: Location): Finding[] {
  const few = classes
    .filter(({ train }) => train.objects > 0 && (train.images < wantedImages || train.objects < wantedObjects))
    .toSorted((one, other) => one.train.images - other.train.images || one.train.objects - other.train.objects);
  const isRare = ({ train }: ClassStatistics) => train.images < wantedImages / 10;
  return [
    ...tooFewOf(
      'class-rare',
      few.filter((each) => isRare(each)),
      classes.length,
      where,
    ),
    ...tooFewOf(
      'class-few',
      few.filter((each) => !isRare(each)),
      classes.length,
      where,
    ),
  ];
}

function tooFewOf(check: CheckId, few: readonly ClassStatistics[], all: number, where: Location): Finding[] {
  const [fewest] = few;
  if (fewest === undefined) return [];
  const { name, train } = fewest;
  const wanted = `${count(wantedImages)} images and ${count(wantedObjects)} objects are recommended`;
  const has = `"${name}" is on ${counted(train.images, 'training image')} (${counted(train.objects, 'object')})`;
  const what =
    few.length === 1
      ? `${has}, ${wanted}.`
      : `${count(few.length)} of ${count(all)} classes: ${has}, ${wanted} for each.`;
  const rows = few.map((each) => [each.name, count(each.train.images), count(each.train.objects)]);
  return [tabled(check, what, where, ['class', 'images', 'objects'], rows)];
}

/** Source: the lowest imbalance in Buda, Maki and Mazurowski (2018). */
const maxImbalance = 10;

function imbalance(classes: readonly ClassStatistics[], where: Location): Finding[] {
  const commonest = classes.toSorted((one, other) => other.train.objects - one.train.objects)[0];
  const most = commonest?.train.objects ?? 0;
  const rare = classes
    .filter(({ train }) => train.objects > 0 && train.objects * maxImbalance <= most)
    .toSorted((one, other) => one.train.objects - other.train.objects);
  const [rarest] = rare;
  if (rarest === undefined) return [];
  const times = (objects: number) => count(Math.floor(most / objects));
  const others = rare.length === 1 ? '' : `, ${count(rare.length)} of ${count(classes.length)} classes ten or more`;
  const what = `"${rarest.name}" has ${counted(rarest.train.objects, 'object')}, "${commonest!.name}" ${times(rarest.train.objects)} times as many${others}.`;
  const rows = rare.map(({ name, train }) => [name, count(train.objects), times(train.objects)]);
  return [tabled('class-imbalance', what, where, ['class', 'objects', `times fewer than "${commonest!.name}"`], rows)];
}

/** A finding with a table where there is more than one row. */
function tabled(
  check: CheckId,
  what: string,
  where: Location,
  heading: readonly string[],
  rows: readonly (readonly string[])[],
): Finding {
  const finding = found(check, what, where);
  return rows.length === 1 ? finding : { ...finding, table: [heading, ...rows.slice(0, maxRows)] };
}

/** More rows nobody reads; the statistics of the report have all classes. */
const maxRows = 1000;

/** `"cat"`, or `"cat", "dog" or "bird"`. */
function orNames(classes: readonly ClassStatistics[]): string {
  return classes.length === 1
    ? `a "${classes[0]!.name}"`
    : `any of ${count(classes.length)} classes: ${namesOf(classes)}`;
}

/** The names of classes in a sentence. */
export function namesOf(classes: readonly ClassStatistics[]): string {
  const shown = classes.slice(0, maxNames).map(({ name }) => `"${name}"`);
  const left = classes.length - shown.length;
  return `${shown.join(', ')}${left > 0 ? ` and ${count(left)} more` : ''}`;
}

const maxNames = 12;

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
