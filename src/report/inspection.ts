import type { Batches, Progress, Run } from '../run/run.ts';
import { firstEpochOf, hasReachedPlan, plannedLength, stateOf, trainerText } from '../run/selectors.ts';
import { counted } from '../words/count.ts';
import { percent } from '../words/fraction.ts';
import { number } from '../words/number.ts';
import { metricTitles } from '../words/metric.ts';
import { harmless, harmlessLines } from '../words/harmless.ts';

/**
 * What Plateau understands of a log, as one object: the contract of `plateau inspect --json`. Numbers that are not
 * finite are null.
 */
export interface Inspection {
  /** Which of the cells with code of a notebook this is, from 1, and how many there are; null for any other log. */
  readonly cell: NotebookCell | null;
  readonly trainer: string;
  /** What the log itself says; `unknown` where nothing in it is a trainer's. */
  readonly state: 'running' | 'ended' | 'failed' | 'diverged' | 'unknown';
  readonly lines: number;
  readonly unexplained: number;
  readonly iterations: ProgressReport | null;
  readonly epochs: ProgressReport | null;
  /** The bar of the epoch that is under way: batches are 0 where it does not say them. */
  readonly batches: {
    readonly epoch: number;
    readonly done: number;
    readonly total: number;
    readonly loss: number | null;
  } | null;
  readonly loss: { readonly first: number | null; readonly last: number | null; readonly min: number | null } | null;
  readonly evaluations: readonly EvaluationReport[];
  readonly best: { readonly metric: 'map50' | 'map50_95'; readonly value: number; readonly at: number } | null;
  readonly checkpoints: readonly { readonly path: string; readonly at: number | null }[];
  readonly classes: readonly { readonly name: string; readonly ap: number | null }[];
  readonly faults: readonly string[];
}

export interface NotebookCell {
  readonly cell: number;
  readonly cells: number;
}

interface ProgressReport {
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly total: number | null;
}

interface EvaluationReport {
  readonly iteration: number | null;
  readonly epoch: number | null;
  readonly map50: number | null;
  readonly map50_95: number | null;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly iou: number | null;
  /** Figures that only the user knows, by name; absent where there are none. */
  readonly taught?: Readonly<Record<string, number>>;
}

/** `notebook` is the cell that the run was read from, where it was one's. */
export function inspectionOf(run: Run, notebook: NotebookCell | null = null): Inspection {
  return {
    cell: notebook === null ? null : { cell: notebook.cell, cells: notebook.cells },
    trainer: run.trainer?.name ?? 'unknown',
    state: loggedState(run),
    lines: run.lines,
    unexplained: run.unexplained,
    iterations: progressReport(run.iterations, run.axis === 'iteration' ? plannedLength(run) : run.plan.iterations),
    epochs: progressReport(run.epochs ?? begunEpoch(run), run.plan.epochs),
    batches: run.batches === null ? null : batchesReport(run.batches),
    loss:
      run.loss === null
        ? null
        : { first: finite(run.loss.first), last: finite(run.loss.last), min: finite(run.loss.min) },
    evaluations: run.evaluations.map((evaluation) => ({
      iteration: evaluation.iteration,
      epoch: evaluation.epoch,
      map50: finite(evaluation.map50),
      map50_95: finite(evaluation.map50To95),
      precision: finite(evaluation.precision),
      recall: finite(evaluation.recall),
      iou: finite(evaluation.iou),
      ...(evaluation.taught === undefined ? {} : { taught: evaluation.taught }),
    })),
    best: run.best === null ? null : { ...run.best, metric: run.best.metric === 'map50' ? 'map50' : 'map50_95' },
    checkpoints: run.checkpoints.map(({ path, at }) => ({ path, at })),
    classes: run.classes.map(({ name, ap }) => ({ name, ap: finite(ap) })),
    faults: run.faults.map((fault) => fault.text),
  };
}

/**
 * Most logs of a training that goes on say nothing of a state: what is no log of a training does not either. One whose
 * plan is done has ended, for most trainers say nothing at their end.
 */
function loggedState(run: Run): Inspection['state'] {
  const state = stateOf(run);
  if (state === 'running' && hasReachedPlan(run)) return 'ended';
  return state === 'running' && run.trainer === null ? 'unknown' : state;
}

/** The same for a person, as lines of text. */
export function inspectionText(run: Run, notebook: NotebookCell | null = null): string {
  const inspection = inspectionOf(run, notebook);
  const { cell } = inspection;
  const lines = [
    ...(cell === null ? [] : [['cell', `${cell.cell} of ${cell.cells} with code`]]),
    ['trainer', run.trainer === null ? 'no trainer recognised' : trainerText(run.trainer)],
    ['state', inspection.state],
    ['lines', `${inspection.lines}, ${inspection.unexplained} unexplained`],
    ...progressText('iterations', inspection.iterations),
    ...progressText('epochs', inspection.epochs),
    ...batchesText(inspection),
    ...lossText(inspection),
    ['evaluations', String(inspection.evaluations.length)],
    ...bestText(run),
    ['checkpoints', checkpointsText(inspection)],
    ...inspection.classes.map(({ name, ap }) => [`class ${name}`, ap === null ? 'no AP' : `AP ${percent(ap, 2)}`]),
    ...inspection.faults.map((fault) => ['fault', fault]),
  ];
  const labels = lines.map(([label]) => harmless(label!));
  const width = Math.min(24, Math.max(...labels.map((label) => label.length)));
  return harmlessLines(lines.map(([, value], index) => `${labels[index]!.padEnd(width)}  ${value}`));
}

function progressReport(progress: Progress | null, total: number | null): ProgressReport | null {
  return progress === null ? null : { ...progress, total };
}

/** No epoch has come to its end, but one is under way. */
function begunEpoch(run: Run): Progress | null {
  const first = firstEpochOf(run);
  return first === null ? null : { first: first.epoch, last: first.epoch, count: 0 };
}

function batchesReport({ epoch, done, total, loss }: Batches): Inspection['batches'] {
  return { epoch, done, total, loss: finite(loss) };
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

function progressText(label: string, progress: ProgressReport | null): string[][] {
  if (progress === null) return [];
  const total = progress.total === null ? '' : ` of ${progress.total}`;
  return [[label, `${progress.first} to ${progress.last}${total} (${progress.count} read)`]];
}

function batchesText({ batches }: Inspection): string[][] {
  if (batches === null || batches.total === 0) return [];
  const loss = batches.loss === null ? '' : `, loss ${number(batches.loss)}`;
  return [['batches', `${batches.done} of ${batches.total} of epoch ${batches.epoch}${loss}`]];
}

function lossText({ loss }: Inspection): string[][] {
  if (loss === null) return [];
  const show = (value: number | null) => (value === null ? 'nan' : number(value));
  return [['loss', `${show(loss.first)} first, ${show(loss.last)} last, ${show(loss.min)} lowest`]];
}

function bestText(run: Run): string[][] {
  if (run.best === null) return [];
  const metric = metricTitles[run.best.metric];
  const planned = plannedLength(run);
  return [
    [
      'best',
      `${metric} ${percent(run.best.value, 2)} at ${run.axis} ${run.best.at}${planned === null ? '' : ` of ${planned}`}`,
    ],
  ];
}

function checkpointsText({ checkpoints }: Inspection): string {
  const last = checkpoints.at(-1);
  return last === undefined ? 'none announced' : `${counted(checkpoints.length, 'save')}, the last: ${last.path}`;
}
