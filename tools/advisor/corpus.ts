import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { curveOf, type LearningCurve } from '../../src/advisor/model/curve.ts';
import { usualDistance } from '../../src/advisor/timeline.ts';
import type { CurveFamily } from '../../src/trainers/trainer.ts';

/** A training of the corpus whose planned length is known. */
export interface CorpusRun {
  readonly id: string;
  /** The part of `source` before the `@`: runs of one repository are never in both training and test. */
  readonly repository: string;
  readonly family: CurveFamily;
  readonly curve: LearningCurve;
  /** Only these are judged; a run that was stopped early does not tell what it would still have gained. */
  readonly ranFullBudget: boolean;
}

/**
 * The runs of a folder with an `index.tsv` (id, framework, budget_epochs, ending, source) and a CSV per run (epoch,
 * train_total, val_total, map50, map5095, lr). Runs without a known budget are left out.
 * @throws Error where the folder, a column of the index or a CSV is missing.
 */
export function readCorpus(folder: string): readonly CorpusRun[] {
  const indexPath = join(folder, 'index.tsv');
  if (!existsSync(indexPath)) {
    throw new Error(`There is no index.tsv in ${folder}: give the folder that holds the curves and their index.`);
  }
  const index = readTable(indexPath, '\t');
  for (const column of ['id', 'framework', 'budget_epochs', 'ending', 'source']) {
    if (!index.header.includes(column)) throw new Error(`The index ${indexPath} has no column ${column}.`);
  }
  return index.rows
    .map((row) => readRun(folder, (column) => row[index.header.indexOf(column)] ?? ''))
    .filter((run) => run !== null);
}

/** The runs of several folders; of runs that two of them hold only the first. */
export function readCorpora(folders: readonly string[]): readonly CorpusRun[] {
  return [...Map.groupBy(folders.flatMap(readCorpus), ({ id }) => id).values()].map(([run]) => run!);
}

interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function readTable(path: string, separator: string): Table {
  const lines = readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(separator).map((cell) => cell.trim()));
  return { header: lines[0] ?? [], rows: lines.slice(1) };
}

function readRun(folder: string, field: (column: string) => string): CorpusRun | null {
  const budget = Number(field('budget_epochs'));
  if (!(budget > 0)) return null;
  const path = join(folder, `${field('id')}.csv`);
  if (!existsSync(path)) throw new Error(`The index names ${field('id')}, but there is no ${path}.`);
  const table = readTable(path, ',');
  const column = (name: string): readonly (number | null)[] => {
    const at = table.header.indexOf(name);
    return table.rows.map((row) => numberOrNull(at === -1 ? undefined : row[at]));
  };
  const epochs = column('epoch');
  const map50 = column('map50');
  const map5095 = column('map5095');
  const hasStrictMap = map5095.some((map) => map !== null);
  const [train, validation, rate] = [column('train_total'), column('val_total'), column('lr')];
  // As the program has it: where all is exactly 0, the validation loss too, nothing was evaluated.
  const wasMade = (at: number) => map50[at] !== 0 || (map5095[at] ?? 0) !== 0 || validation[at] !== 0;
  const offset = countsFromOne(field('framework'), epochs, budget) ? 0 : 1;
  const evaluations = table.rows.map((_, at) => ({
    progress: ((epochs[at] ?? at) + offset) / budget,
    map: wasMade(at) ? ((hasStrictMap ? map5095 : map50)[at] ?? null) : null,
    map50: map50[at] ?? null,
    trainLoss: train[at] ?? null,
    validationLoss: validation[at] ?? null,
    learningRate: rate[at] ?? null,
  }));
  const places = evaluations.filter(({ map }) => map !== null).map(({ progress }) => progress);
  return {
    id: field('id'),
    repository: field('source').split('@')[0]!,
    family: familyOf(field('family')),
    curve: curveOf(evaluations, Math.max(places.length, Math.round(1 / (usualDistance(places) ?? 1)))),
    ranFullBudget: field('ending') === 'ran_full_budget',
  };
}

/**
 * Ultralytics has counted epochs in results.csv from 1 since 8.1, YOLOv5, v7 and v9 from 0; of another trainer that
 * reaches its planned number the last one tells it.
 */
function countsFromOne(framework: string, epochs: readonly (number | null)[], budget: number): boolean {
  return (framework === 'ultralytics' && epochs[0] !== 0) || (epochs.at(-1) ?? 0) >= budget;
}

/** The index of the first curves has no families: all of them are YOLO's. */
function familyOf(name: string): CurveFamily {
  return name === '' ? 'yolo' : (families.get(name) ?? 'other');
}

/** By the names of the index. */
const families: ReadonlyMap<string, CurveFamily> = new Map([
  ['yolo', 'yolo'],
  ['darknet', 'darknet'],
  ['detr', 'detr'],
  ['rfdetr', 'detr'],
  ['hf', 'detr'],
  ['mmdet', 'mmdetection'],
]);

function numberOrNull(cell: string | undefined): number | null {
  if (cell === undefined || cell === '') return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
}
