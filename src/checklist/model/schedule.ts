import { type Finding, found } from '../checks/finding.ts';
import { darknetIterations, darknetSteps } from '../plan/length.ts';
import { type DarknetNetwork, detectionLayers } from './readNetwork.ts';
import { count, counted } from '../../words/count.ts';
import { percent } from '../../words/fraction.ts';

/** Length, steps, burn-in and batch of a .cfg, against the rule for this data set (null: not known). */
export function checkSchedule(network: DarknetNetwork, dataSet: DataSetSize | null): Finding[] {
  return [
    ...checkBatch(network),
    ...checkRate(network),
    ...checkLength(network, dataSet),
    ...checkSteps(network, dataSet),
    ...checkBurnIn(network, dataSet),
  ];
}

function checkBatch({ path, net, batch, subdivisions }: DarknetNetwork): Finding[] {
  const at = (key: string) => ({ file: path, line: net.setting(key)?.line ?? net.line });
  if (batch <= 1) {
    return [found('model-batch', `batch=${batch} is for testing: Darknet does not train with it.`, at('batch'))];
  }
  if (subdivisions < 1 || subdivisions > batch || batch % subdivisions !== 0) {
    const what = `subdivisions=${subdivisions} do not divide batch=${batch}.`;
    return [found('model-batch', what, at('subdivisions'))];
  }
  if (batch >= minBatch && batch / subdivisions >= minMiniBatch) return [];
  const what = `batch=${batch} and subdivisions=${subdivisions}: ${counted(batch / subdivisions, 'image')} at a time, ${batch} a step.`;
  return [found('model-batch-small', what, at(batch < minBatch ? 'batch' : 'subdivisions'))];
}

/** A quarter of what the README asks for. */
const minBatch = 16;
/** Source: Wu and He, Group Normalization (2018), figure 1. */
const minMiniBatch = 4;

function checkRate(network: DarknetNetwork): Finding[] {
  const { path, net } = network;
  const rate = net.number('learning_rate', 0.001);
  // Classifiers are trained with up to 0.5.
  if (rate > 0 && (rate < minSenselessRate || detectionLayers(network).length === 0)) return [];
  const where = { file: path, line: net.setting('learning_rate')?.line ?? net.line };
  return [found('model-rate', `learning_rate=${rate}, where 0.0001 to 0.01 are usual.`, where)];
}

/** Ten times the highest in any detector that comes with Darknet. */
const minSenselessRate = 0.1;

function checkLength(network: DarknetNetwork, dataSet: DataSetSize | null): Finding[] {
  const { path, net, maxBatches } = network;
  const where = { file: path, line: net.setting('max_batches')?.line ?? net.line };
  if (maxBatches === null) return [found('model-length', 'There is no max_batches in [net].', where)];
  if (dataSet === null || dataSet.images === 0) return [];
  const wanted = wantedLength(dataSet)!;
  if (maxBatches >= wanted && maxBatches <= wanted * mostTimesWanted) return [];
  const what = `max_batches=${maxBatches}, where ${counted(dataSet.classes, 'class', 'classes')} and ${counted(dataSet.images, 'image')} ask for ${count(wanted)}.`;
  return [found(maxBatches < wanted ? 'model-length' : 'model-long', what, where)];
}

interface DataSetSize {
  readonly classes: number;
  readonly images: number;
}

/** What the rule asks for; null where the data set is not known. */
function wantedLength(dataSet: DataSetSize | null): number | null {
  return dataSet === null || dataSet.images === 0 ? null : darknetIterations(dataSet.classes, dataSet.images);
}

/** The length that is planned, or what the rule asks for where that is too short or much too long. */
function rightLength(planned: number, dataSet: DataSetSize | null): number {
  const wanted = wantedLength(dataSet);
  return wanted === null || (planned >= wanted && planned <= wanted * mostTimesWanted) ? planned : wanted;
}

/** The .cfg files for COCO are planned for three times what the rule asks. */
const mostTimesWanted = 5;

/**
 * Where the length itself is wrong, steps that fit it or the right one are no mistake of their own: both are told in
 * one remedy.
 */
function checkSteps({ path, net, maxBatches }: DarknetNetwork, dataSet: DataSetSize | null): Finding[] {
  if (maxBatches === null || (net.setting('policy')?.value ?? 'constant') !== 'steps') return [];
  const length = rightLength(maxBatches, dataSet);
  const problem = problemOfSteps(net, maxBatches) === null ? null : problemOfSteps(net, length);
  if (problem === null) return [];
  const where = { file: path, line: net.setting('steps')?.line ?? net.setting('policy')?.line ?? net.line };
  const right = darknetSteps(length).join(' and ');
  return [found('model-steps', `${problem}; 80 and 90 % are ${right}.`, where)];
}

/** A clause on what is wrong with the steps in a training of that length, or null. */
function problemOfSteps(net: DarknetNetwork['net'], length: number): string | null {
  const steps = net.numbers('steps');
  const scales = net.numbers('scales');
  if (steps.length === 0 || steps.length !== scales.length || steps.some((step) => !Number.isFinite(step))) {
    return `steps has ${steps.length} places and scales ${scales.length} factors`;
  }
  const late = steps.find((step) => step >= length);
  if (late !== undefined) return `The step at ${late} comes after the end at ${length}`;
  if (steps.some((step, index) => index > 0 && step <= steps[index - 1]!)) {
    return `The steps ${steps.join(', ')} do not rise`;
  }
  // Warm-ups by steps raise the rate early on: the first that lowers it below the start is the one that counts.
  let rate = 1;
  const first = steps.find((_, index) => (rate *= scales[index]!) < 0.99 && steps[index]! > 0);
  if (first === undefined || first >= minFirstStep * length) return null;
  return `The learning rate falls at ${first} already, ${percent(first / length, 0)} of the training`;
}

/** Sooner than a third of the training nobody lowers it on purpose: those that come with Darknet begin at 40 %. */
const minFirstStep = 1 / 3;

function checkBurnIn({ path, net, maxBatches: planned }: DarknetNetwork, dataSet: DataSetSize | null): Finding[] {
  const burnIn = net.number('burn_in', 0);
  const maxBatches = planned === null ? null : rightLength(planned, dataSet);
  if (maxBatches === null || burnIn <= Math.max(maxBatches * maxBurnIn, 100)) return [];
  const what = `burn_in=${burnIn} is ${percent(burnIn / maxBatches, 0)} of ${maxBatches} iterations.`;
  return [found('model-burn-in', what, { file: path, line: net.setting('burn_in')!.line })];
}

/** 1,000 of the 6,000 iterations that the shortest training by the rule has. */
const maxBurnIn = 1 / 6;
