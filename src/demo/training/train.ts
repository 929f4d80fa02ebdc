import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecallPoints } from '../evaluation/averagePrecision.ts';
import { batchAt } from './batches.ts';
import * as evaluationText from '../output/darknetEvaluation.ts';
import { boxLine, iterationLines, loadedLine, regionLine } from '../output/darknetIteration.ts';
import {
  batchLine,
  detectionLayerLine,
  layerTable,
  loadingLines,
  savingDefaults,
  trainingLines,
} from '../output/darknetStart.ts';
import { evaluateNetwork } from '../evaluation/evaluateNetwork.ts';
import { learningRateAt } from './learningRate.ts';
import { createNetwork } from '../network/network.ts';
import type { Network } from '../network/network.ts';
import { parseNetworkPlan } from '../network/networkPlan.ts';
import type { NetworkPlan } from '../network/networkPlan.ts';
import { stepParameters } from './optimiser.ts';
import type { Output } from '../output/output.ts';
import { createRandom } from '../random.ts';
import { readDataSet } from '../data/readDataSet.ts';
import type { TrainingData } from '../data/readDataSet.ts';
import { trainBatch } from './trainBatch.ts';
import { loadWeights, saveWeights } from './weightsFile.ts';
import type { DataSetPaths } from '../data/writeDataSet.ts';

/**
 * How often weights are saved, in iterations: over the last ones, and under a name of their own. Source: Darknet's
 * defaults.
 */
const saveInterval = { last: 100, numbered: 1000 };

/**
 * The share of the newest loss in the running average, and of the newest guess in the time left. Source: train_detector
 * of Darknet.
 */
const smoothing = { loss: 0.1, timeLeft: 0.01 };

/**
 * From which confidence on a detection counts for precision and recall. Source: the default of Darknet's -thresh in
 * training.
 */
const confidenceThreshold = 0.25;

/** What a training is told besides its files. */
export interface TrainingRequest {
  /** The name its weights begin with. */
  readonly name: string;
  readonly seed: number;
  readonly points: RecallPoints;
  /** A weights file to go on from. */
  readonly resume: string | undefined;
}

/**
 * Trains the network of a .cfg file on the data set of a .data file to the end, says on `output` what AlexeyAB's
 * Darknet would say, and saves weights on the way.
 * @throws Error with a sentence for the user where a file cannot be used or nothing is left to train.
 */
export function train(paths: DataSetPaths, request: TrainingRequest, output: Output): void {
  const plan = parseNetworkPlan(readFileSync(paths.configuration, 'utf8'));
  const network = createNetwork(plan, createRandom(request.seed, 'weights'));
  const dataSet = readDataSet(paths.data, plan.input);

  output.out(" GPU isn't used \n");
  output.out(`${request.name}\n${batchLine(plan.training.batch)}`);
  output.err(layerTable(network, plan));
  const trained = request.resume === undefined ? 0 : resume(network, plan, request.resume, output);
  output.err(savingDefaults);
  output.out(trainingLines(plan));

  runIterations({ plan, network, dataSet, request, output }, trained);
  save({ network, dataSet, request, output }, 'final', plan.training.iterations);
  output.out(evaluationText.trainingEnds);
}

/**
 * Evaluates the weights of a file on the validation images, and says on `output` what `darknet detector map` would say.
 * @throws Error with a sentence for the user where a file cannot be used.
 */
export function evaluateWeights(
  paths: DataSetPaths,
  file: string,
  request: Pick<TrainingRequest, 'seed' | 'points'>,
  output: Output,
): void {
  const plan = parseNetworkPlan(readFileSync(paths.configuration, 'utf8'));
  const network = createNetwork(plan, createRandom(request.seed, 'weights'));
  const dataSet = readDataSet(paths.data, plan.input);
  output.out(" GPU isn't used \n");
  output.err(layerTable(network, plan));
  const trained = loadWeights(file, network.parameters);
  const [before, between, after] = loadingLines(file, trained * plan.training.batch, network.layers.length + 1);
  output.err(before);
  output.out(between);
  output.err(after);
  evaluate({ plan, network, dataSet, points: request.points, output }, null);
}

interface Training {
  readonly plan: NetworkPlan;
  readonly network: Network;
  readonly dataSet: TrainingData;
  readonly request: TrainingRequest;
  readonly output: Output;
}

function resume(network: Network, plan: NetworkPlan, path: string, output: Output): number {
  const { batch, iterations } = plan.training;
  const trained = loadWeights(path, network.parameters);
  if (trained >= iterations) {
    throw new Error(
      `The weights in ${path} are of iteration ${trained} of ${iterations}: give --iterations more than that.`,
    );
  }
  const [before, between, after] = loadingLines(path, trained * batch, network.layers.length + 1);
  output.err(before);
  output.out(between);
  output.err(after);
  return trained;
}

function runIterations(training: Training, trained: number): void {
  const { plan, dataSet } = training;
  const { iterations, burnIn } = plan.training;
  const progress: Progress = { boxes: 0, rewritten: 0, averageLoss: undefined, hoursLeft: -1, last: -1, best: -1 };
  for (let iteration = trained + 1; iteration <= iterations; iteration += 1) {
    const nextEvaluation = evaluationAfter(iteration, dataSet.evaluationInterval, burnIn);
    runIteration(training, progress, iteration, nextEvaluation);
    if (iteration === nextEvaluation || iteration === iterations) {
      progress.last = evaluate({ ...training, points: training.request.points }, progress.best);
      // As in Darknet an equal mAP counts as a new best, and every process starts its own.
      if (progress.last >= progress.best) {
        progress.best = progress.last;
        save(training, 'best', iteration);
      }
    }
    if (iteration % saveInterval.numbered === 0) save(training, String(iteration), iteration);
    if (iteration % saveInterval.last === 0) save(training, 'last', iteration);
  }
}

/** What is carried from one iteration to the next beside the network itself. */
interface Progress {
  boxes: number;
  rewritten: number;
  averageLoss: number | undefined;
  hoursLeft: number;
  /** The last and the best mAP50, -1 before the first evaluation. */
  last: number;
  best: number;
}

function runIteration(training: Training, progress: Progress, iteration: number, nextEvaluation: number): void {
  const { plan, network, dataSet, request, output } = training;
  const { batch, iterations } = plan.training;
  const started = performance.now();
  const samples = batchAt(iteration, batch, dataSet.train.length, request.seed).map((index) => dataSet.train[index]!);
  const ready = performance.now();
  output.out(loadedLine(secondsBetween(started, ready)));

  const sum = trainBatch(network, plan.head, gridOf(network), samples);
  const learningRate = learningRateAt(iteration, plan.training);
  stepParameters(network.parameters, learningRate, plan.training);
  progress.boxes += sum.truthCount;
  progress.rewritten += sum.rewrittenCount;
  output.err(regionLine(network.layers.length, plan.head, sum, batch) + boxLine(progress.boxes, progress.rewritten));

  const loss = (sum.classLoss + sum.boxLoss) / batch;
  progress.averageLoss = blended(progress.averageLoss, loss, smoothing.loss);
  output.out(
    iterationLines({
      iteration,
      iterations,
      loss,
      averageLoss: progress.averageLoss,
      learningRate,
      seconds: secondsBetween(ready, performance.now()),
      images: iteration * batch,
      hoursLeft: progress.hoursLeft,
      nextEvaluation,
      accuracy: progress.last > 0 ? { last: progress.last, best: progress.best } : undefined,
    }),
  );
  const hoursLeft = ((iterations - iteration) * secondsBetween(started, performance.now())) / 3600;
  progress.hoursLeft = blended(progress.hoursLeft < 0 ? undefined : progress.hoursLeft, hoursLeft, smoothing.timeLeft);
}

function blended(average: number | undefined, newest: number, share: number): number {
  return average === undefined ? newest : (1 - share) * average + share * newest;
}

/**
 * Returns the first iteration from `iteration` on at which an evaluation is due: a multiple of the interval, not within
 * burn-in.
 */
function evaluationAfter(iteration: number, interval: number, burnIn: number): number {
  return Math.ceil(Math.max(iteration, burnIn, 1) / interval) * interval;
}

/** `bestAccuracy`: null outside of a training, which alone says whether it is better. */
function evaluate(
  {
    plan,
    network,
    dataSet,
    points,
    output,
  }: Pick<Training, 'plan' | 'network' | 'dataSet' | 'output'> & { readonly points: RecallPoints },
  bestAccuracy: number | null,
): number {
  const started = performance.now();
  output.out(evaluationText.evaluationBegins + detectionLayerLine(plan));
  const settings = { classCount: plan.head.classes, iouThreshold: 0.5, confidenceThreshold, points };
  const evaluation = evaluateNetwork(network, plan.head, gridOf(network), dataSet.valid, settings, (done) => {
    output.err(evaluationText.progressAfter(done));
  });
  const accuracy = evaluation.meanAveragePrecision;
  output.out(evaluationText.evaluationLines(evaluation, dataSet.names, confidenceThreshold, points));
  output.err(evaluationText.detectionTimeLine(secondsBetween(started, performance.now())));
  output.out(evaluationText.pointsHelp);
  if (bestAccuracy !== null) output.out(evaluationText.resultLines(accuracy, accuracy >= bestAccuracy));
  return accuracy;
}

function save({ network, dataSet, request, output }: Omit<Training, 'plan'>, kind: string, iteration: number): void {
  const path = join(dataSet.backup, `${request.name}_${kind}.weights`);
  saveWeights(path, iteration, network.parameters);
  // Darknet says so before it writes; said afterwards, whoever waits for the line to stop the training has the weights.
  output.err(`Saving weights to ${path}\n`);
}

function gridOf(network: Network): { rows: number; columns: number } {
  const { shape } = network.layers.at(-1)!;
  return { rows: shape.outputHeight, columns: shape.outputWidth };
}

function secondsBetween(start: number, end: number): number {
  return (end - start) / 1000;
}
