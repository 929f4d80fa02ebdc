import { evaluationOfEpoch, placeOf, readEvaluation, stampEvaluation } from './evaluations.ts';
import type {
  CheckpointSaved,
  EpochRead,
  GpuRead,
  GpuState,
  IterationRead,
  ProgressRead,
  RegionRead,
  RunEvent,
} from './events.ts';
import { keep } from './keep.ts';
import { append, clear, lastPoint, rewind } from './series.ts';
import { type ClassAps, createRun, type Progress, type Run, type SeriesName, seriesOf } from './run.ts';

/**
 * Takes one event into the run, which is changed in place: a copy of the series at every line would cost more than
 * reading it. `time` is when the line was read, in epoch seconds, or null when the log is read after the fact.
 */
export function reduce(run: Run, event: RunEvent, time: number | null): void {
  switch (event.type) {
    case 'iteration':
      return readIteration(run, event, time);
    case 'region':
      return readRegion(run, event);
    case 'epoch':
      return event.fillsIn === true ? fillEpoch(run, event) : readEpoch(run, event, time);
    case 'progress':
      return readProgress(run, event);
    case 'evaluation':
      readEvaluation(run, event);
      run.classesComeFirst ??= run.classes.length > 0;
      if (run.classesComeFirst) keepClasses(run);
      return;
    case 'classes':
      run.classes = event.classes;
      run.hasNewClasses = true;
      if (run.classesComeFirst === false) keepClasses(run);
      return;
    case 'checkpoint':
      return readCheckpoint(run, event, time);
    case 'nextEvaluation':
      run.nextEvaluation = event.iteration;
      return;
    case 'plan':
      run.plan = { ...run.plan, ...event.plan };
      return;
    case 'trainer':
      run.trainer = { name: event.name, version: event.version };
      return;
    case 'regime':
      keep(run.regimes, { at: event.at ?? position(run), label: event.label }, maxRegimes);
      return;
    case 'resumed':
      run.ended = null;
      run.faults = run.faults.map(({ text }) => ({ text, fatal: false }));
      if (event.at === 0) forgetTraining(run);
      else if (event.at !== null) goBack(run, event.at + 1);
      return;
    case 'fault':
      if (run.faults.at(-1)?.text !== event.text) keep(run.faults, { text: event.text, fatal: event.fatal }, maxFaults);
      return;
    case 'output':
      if (event.mlflowRun === undefined) run.output = event.directory;
      else run.mlflow = { store: event.directory, run: event.mlflowRun };
      return;
    case 'ended':
      run.ended = event.how;
      return;
    case 'gpu':
      return readGpu(run, event);
    default:
      event satisfies never;
  }
}

function readGpu(run: Run, { type: _type, index, ...read }: GpuRead): void {
  if (run.gpus.size >= maxGpus && !run.gpus.has(index)) return;
  run.gpus.set(index, { ...(run.gpus.get(index) ?? unknownGpu), ...read });
}

const maxGpus = 64;
const unknownGpu: GpuState = {
  utilisation: null,
  memoryUsed: null,
  memoryTotal: null,
  memoryShare: null,
  temperature: null,
  power: null,
  powerLimit: null,
};

/**
 * What was read so far is the log of an earlier part of this training, which went on after `at`; where that is null,
 * from where it is. What lies between the two is no training time.
 */
export function joinLogs(run: Run, at: number | null): void {
  run.lastLineTime = null;
  run.lastWords = [];
  const from = at ?? position(run);
  if (from !== null && from > 0) reduce(run, { type: 'resumed', at: from }, null);
}

/** Keeps the APs of the classes with the newest evaluation, and all that is known of them when that is the best. */
function keepClasses(run: Run): void {
  const last = run.evaluations.at(-1);
  if (last !== undefined && run.hasNewClasses) {
    run.evaluations[run.evaluations.length - 1] = { ...last, classAps: classApsOf(run) };
    run.hasNewClasses = false;
  }
  if (last !== undefined && run.best !== null && placeOf(run, last) === run.best.at) run.classesAtBest = run.classes;
}

function classApsOf({ classes, evaluations }: Run): ClassAps {
  const kept = classes.slice(0, maxClasses);
  const before = evaluations.at(-2)?.classAps?.names;
  const isSame = before?.length === kept.length && kept.every(({ name }, at) => name === before[at]);
  return {
    names: isSame ? before : kept.map(({ name }) => name),
    values: Float64Array.from(kept, ({ ap }) => ap ?? Number.NaN),
  };
}

/** No data set of detection has more classes that somebody looks at one by one. */
const maxClasses = 2000;

/** Counts a line, and keeps the gaps between lines that came live, by which `stalled` is judged. */
export function countLine(run: Run, explained: boolean, time: number | null): void {
  run.lines++;
  if (!explained) run.unexplained++;
  if (time === null) return;
  run.firstLineTime ??= time;
  if (run.lastLineTime !== null && time > run.lastLineTime) {
    keep(run.gaps, time - run.lastLineTime, maxGaps);
    run.lineSeconds += time - run.lastLineTime;
    countTime(run);
  }
  run.lastLineTime = time;
}

function countTime(run: Run): void {
  run.elapsed = Math.max(run.stepSeconds, run.lineSeconds);
}

/** Keeps a line as one of the last words, while nothing has been trained yet. */
export function keepWords(run: Run, text: string): void {
  const words = text.trim().slice(0, maxWordLength);
  if (words === '' || words === run.lastWords.at(-1)) return;
  run.lastWords.push(words);
  if (run.lastWords.length > maxWords) run.lastWords.shift();
}

const maxWords = 3;
const maxWordLength = 300;

/**
 * Where the run is now, in the unit of its axis; the epochs before the one whose bar is drawn, where none has come to
 * its end yet; null before the first iteration or bar.
 */
export function position(run: Run): number | null {
  if (run.axis === 'iteration') return run.iterations?.last ?? null;
  return run.epochs?.last ?? (run.batches === null ? null : run.batches.epoch - 1);
}

const maxRegimes = 200;
const maxFaults = 100;
const maxGaps = 200;
const maxMarks = 64;
/** No network has more heads; a log of garbage names more. */
const maxRegions = 64;
/** Ten thousand saves are more than any training prints; beyond that the oldest go. */
const maxCheckpoints = 10_000;

function readIteration(run: Run, event: IterationRead, time: number | null): void {
  const x = event.iteration;
  if (run.axis === 'epoch') run.axis = 'iteration';
  if (run.iterations !== null && x <= run.iterations.last) {
    // The same line twice is only a repeat; an earlier number is a resume, and 1 again is another training in the same
    // log.
    if (x < run.iterations.last) {
      if (x <= 1) forgetTraining(run);
      else goBack(run, x);
    }
  }
  const repeated = x === run.iterations?.last;
  const steps = run.iterations === null ? 1 : Math.max(repeated ? 0 : 1, x - run.iterations.last);
  run.iterations = advanced(run.iterations, x);
  if (event.epoch !== null) run.epochs = advanced(run.epochs, event.epoch);
  // A line that is there twice is one reading.
  if (!repeated) readLoss(run, event.loss, x);
  append(seriesOf(run, 'loss'), x, event.loss);
  if (event.batchLoss !== null) append(seriesOf(run, 'batchLoss'), x, event.batchLoss);
  if (event.learningRate !== null) {
    append(seriesOf(run, 'learningRate'), x, event.learningRate);
    run.learningRate = event.learningRate;
  }
  if (isDuration(event.seconds)) {
    append(seriesOf(run, 'seconds'), x, event.seconds);
    run.secondsPerIteration = event.seconds;
    // Many trainers print one iteration in ten or fifty, with the time that one took.
    run.stepSeconds += event.seconds * steps;
    countTime(run);
    const { dataSeconds = null } = event;
    if (isDuration(dataSeconds) && event.seconds > 0)
      append(seriesOf(run, 'dataShare'), x, Math.min(1, dataSeconds / event.seconds));
  }
  if (event.images !== null) run.images = event.images;
  if (event.remaining !== null) run.remaining = event.remaining;
  if (event.parts !== undefined) readParts(run, 'loss', event.parts, x);
  if (run.openRegions.objects > 0) closeRegions(run, x);
  if (time !== null) mark(run, x, time);
  run.ended = null;
}

function readProgress(run: Run, event: ProgressRead): void {
  const { epoch, batch, batches, loss = null, parts = noParts, elapsed = null } = event;
  run.batches = { epoch, done: batch, total: batches, loss, parts, elapsed };
}

const noParts = {};

function readEpoch(run: Run, event: EpochRead, time: number | null): void {
  const before = run.epochs?.last ?? 0;
  if (run.axis === 'epoch' && event.epoch < before) {
    if (event.epoch <= 1) forgetTraining(run);
    else goBack(run, event.epoch);
  }
  run.epochs = advanced(run.epochs, event.epoch);
  run.batches = null;
  const x = position(run) ?? event.epoch;
  if (event.loss !== null) {
    readLoss(run, event.loss, x);
    append(seriesOf(run, 'loss'), x, event.loss);
  }
  if (event.validationLoss !== null) append(seriesOf(run, 'validationLoss'), x, event.validationLoss);
  if (event.learningRate !== null) {
    append(seriesOf(run, 'learningRate'), x, event.learningRate);
    run.learningRate = event.learningRate;
  }
  if (isDuration(event.seconds)) {
    append(seriesOf(run, 'seconds'), x, event.seconds);
    if (event.epoch > before) run.stepSeconds += event.seconds;
    countTime(run);
  }
  if (event.parts !== undefined) readParts(run, 'loss', event.parts, x);
  if (event.validationParts !== undefined) readParts(run, 'validation', event.validationParts, x);
  stampEvaluation(run, event);
  if (time !== null) mark(run, x, time);
  run.ended = null;
}

function isDuration(seconds: number | null): seconds is number {
  return seconds !== null && Number.isFinite(seconds) && seconds >= 0;
}

/** Takes in what figures beside the log say of an epoch that is in the log already, or will be. */
function fillEpoch(run: Run, event: EpochRead): void {
  const evaluation = run.evaluations[evaluationOfEpoch(run, event.epoch)];
  const x = run.axis === 'epoch' ? event.epoch : (evaluation?.iteration ?? null);
  if (x === null) return;
  const fill = (name: SeriesName, y: number | null) => {
    const series = seriesOf(run, name);
    if (y !== null && (lastPoint(series)?.x ?? 0) < x) append(series, x, y);
  };
  fill('loss', event.loss);
  fill('validationLoss', event.validationLoss);
  fill('learningRate', event.learningRate);
  if (event.learningRate !== null) run.learningRate = event.learningRate;
  for (const name in event.validationParts) fill(`validation/${name}`, event.validationParts[name]!);
  stampEvaluation(run, event);
}

function readParts(run: Run, family: 'loss' | 'validation', parts: Readonly<Record<string, number>>, x: number): void {
  for (const name in parts) append(seriesOf(run, seriesOfPart(family, name)), x, parts[name]!);
}

/** The name of a part's series. Made once for each, as a layer's is. */
function seriesOfPart(family: 'loss' | 'validation', part: string): SeriesName {
  const names = partSeries[family];
  let name = names.get(part);
  if (name === undefined) {
    // Names come from logs, so there is no end to them.
    if (names.size >= maxPartNames) names.clear();
    name = `${family}/${part}`;
    names.set(part, name);
  }
  return name;
}

const partSeries = { loss: new Map<string, SeriesName>(), validation: new Map<string, SeriesName>() };
const maxPartNames = 1000;

function readLoss(run: Run, loss: number, x: number): void {
  if (!Number.isFinite(loss)) {
    if (run.nonFinite === null) run.nonFinite = { readings: 1, since: x };
    else run.nonFinite.readings++;
    return;
  }
  run.nonFinite = null;
  if (run.loss === null) {
    run.loss = { first: loss, last: loss, min: loss };
    return;
  }
  run.loss.last = loss;
  if (loss < run.loss.min) run.loss.min = loss;
}

function readRegion(run: Run, event: RegionRead): void {
  // A head without objects prints nan or 0, which means nothing (Darknet does so all the time).
  if (event.objects <= 0 || !Number.isFinite(event.iou)) return;
  let region = run.regions.get(event.layer);
  if (region === undefined) {
    if (run.regions.size >= maxRegions) return;
    region = { iou: 0, objects: 0, average: 0, totalObjects: 0, open: { weighted: 0, objects: 0 } };
    run.regions.set(event.layer, region);
  }
  const weighted = event.iou * event.objects;
  region.iou = event.iou;
  region.objects = event.objects;
  region.totalObjects += event.objects;
  region.average += (event.iou - region.average) * (event.objects / region.totalObjects);
  region.open.weighted += weighted;
  region.open.objects += event.objects;
  run.openRegions.weighted += weighted;
  run.openRegions.objects += event.objects;
}

/** The region lines of an iteration come before its own line: this is where their IoU gets its place. */
function closeRegions(run: Run, x: number): void {
  append(seriesOf(run, 'iou'), x, run.openRegions.weighted / run.openRegions.objects);
  run.openRegions.weighted = 0;
  run.openRegions.objects = 0;
  for (const [layer, region] of run.regions) {
    if (region.open.objects === 0) continue;
    append(seriesOf(run, seriesOfLayer(layer)), x, region.open.weighted / region.open.objects);
    region.open.weighted = 0;
    region.open.objects = 0;
  }
}

/**
 * The name of a layer's IoU. Made once for each: to put a name together for every iteration costs as much as all else
 * that is done with it.
 */
function seriesOfLayer(layer: number | null): SeriesName {
  let name = layerSeries.get(layer);
  if (name === undefined) {
    name = layer === null ? 'iou/only' : `iou/${layer}`;
    layerSeries.set(layer, name);
  }
  return name;
}

const layerSeries = new Map<number | null, SeriesName>();

function readCheckpoint(run: Run, { path, at, role }: CheckpointSaved, time: number | null): void {
  const last = run.checkpoints.at(-1);
  if (last?.path === path && last.at === at && last.role === role) run.checkpoints.pop();
  keep(run.checkpoints, { path, at, role, elapsed: run.elapsed, time }, maxCheckpoints);
}

/**
 * The training went on from before `x`: what was read at or beyond it belongs to weights that are gone. Our own best is
 * kept.
 */
function goBack(run: Run, x: number): void {
  for (const series of run.series.values()) rewind(series, x);
  run.evaluations = run.evaluations.filter((evaluation) => (placeOf(run, evaluation) ?? 0) < x);
  run.unmeasured = run.unmeasured.filter((place) => place < x);
  run.regimes = run.regimes.filter((regime) => (regime.at ?? 0) < x);
  const loss = run.series.get('loss');
  const progress = run.axis === 'iteration' ? run.iterations : run.epochs;
  if (progress !== null && x <= progress.last) {
    progress.last = x - 1;
    progress.count = loss?.count ?? 0;
  }
  // Where the axis is iterations, the next line gives the epoch.
  if (run.axis === 'iteration') run.epochs = null;
  run.resumed = { at: x - 1, elapsed: run.elapsed, last: run.checkpoints.at(-1) ?? null };
  run.nonFinite = null;
  run.batches = null;
  run.marks = [];
  run.openRegions = { weighted: 0, objects: 0 };
  keep(run.regimes, { at: x, label: 'resumed' }, maxRegimes);
}

/** Another training begins in the same log: only what was read about the log itself stays. */
function forgetTraining(run: Run): void {
  const { trainer, plan, lines, unexplained, axis, firstLineTime, lastLineTime, gaps } = run;
  const kept = { trainer, plan, lines, unexplained, axis, firstLineTime, lastLineTime, gaps };
  const spareSeries = [...run.spareSeries, ...run.series.values()];
  spareSeries.forEach(clear);
  Object.assign(run, createRun(), kept, { spareSeries });
}

function advanced(progress: Progress | null, x: number): Progress {
  if (progress === null) return { first: x, last: x, count: 1 };
  if (x > progress.last) {
    progress.last = x;
    progress.count++;
  }
  return progress;
}

/**
 * Adds a mark at least a second after the last, so that a fast trainer's marks still span enough time to measure a
 * speed.
 */
function mark(run: Run, at: number, time: number): void {
  const last = run.marks.at(-1);
  if (last === undefined || time - last.time >= 1) keep(run.marks, { at, time }, maxMarks);
}
