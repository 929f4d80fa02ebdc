import { verdictWords } from '../advisor/verdictTable.ts';
import type { GroupFigures } from '../fleet/groupStatistics.ts';
import type { RunDetails } from '../history/runDetails.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { type LetteredCurve, overlaidPlot } from '../charts/overlaidPlot.ts';
import { bestText, progressText } from './runsTable.ts';
import { count } from '../words/count.ts';
import { duration } from '../words/duration.ts';
import { number } from '../words/number.ts';
import { textTable } from '../words/table.ts';
import { metricTitles } from '../words/metric.ts';
import { placeOf } from '../run/evaluations.ts';

/** One of the trainings to compare. */
export interface Compared {
  readonly name: string;
  /** Null for a log that was not started here. */
  readonly record: RunRecord | null;
  readonly details: RunDetails;
}

/** One training as `plateau compare --json` prints it. */
export function comparisonReport({ name, record, details }: Compared) {
  const { trainer, unit, at, planned, best, loss, verdict, evaluations } = details;
  return {
    name,
    run: record?.id ?? null,
    trainer: trainer?.name ?? null,
    unit,
    at,
    total: planned,
    best,
    seconds: trainingSeconds({ record, details }),
    loss,
    verdict: verdict.name,
    action: verdict.action,
    evaluations: evaluations.map((evaluation) => ({
      at: placeOf({ axis: details.unit }, evaluation),
      map50: evaluation.map50,
      map50_95: evaluation.map50To95,
    })),
  };
}

/**
 * Writes the trainings as a table, and below it their mAP in one plot, at most `columns` wide. Null: no terminal limits
 * the table, and the plot has a usual width.
 */
export function comparisonText(
  compared: readonly Compared[],
  { columns, characters }: { readonly columns: number | null; readonly characters: 'box' | 'ascii' },
): string {
  const fit = columns === null ? null : { columns, expendable: ['LOSS', 'TRAINER', 'AT', 'TIME'] };
  return [...textTable(comparisonRows(compared), fit), ...plotOf(compared, columns ?? plotWidth, characters)].join(
    '\n',
  );
}

/** The trainings as a table, the heading first. */
export function comparisonRows(compared: readonly Compared[]): readonly (readonly string[])[] {
  const heading = ['', 'RUN', 'TRAINER', 'LENGTH', 'BEST', 'AT', 'TIME', 'LOSS', 'VERDICT'];
  const rows = compared.map((each, index) => {
    const { name, details } = each;
    const seconds = trainingSeconds(each);
    return [
      letterOf(index),
      name,
      details.trainer?.name ?? '-',
      progressText(details),
      bestText(details),
      details.best === null ? '-' : count(details.best.at),
      seconds === null ? '-' : duration(seconds),
      details.loss === null ? '-' : number(details.loss.last ?? Number.NaN),
      verdictText(details.verdict),
    ];
  });
  return [heading, ...rows];
}

/** The figures of trainings, as their group counts them: those of another metric than the first has are left out. */
export function groupFigures(compared: readonly Compared[]): readonly GroupFigures[] {
  const metric = compared.find(({ details }) => details.best !== null)?.details.best?.metric;
  return compared.map(({ name, details: { best, progress, curve } }) => {
    const isSame = best?.metric === metric;
    return { name, best: isSame ? (best?.value ?? null) : null, progress, course: isSame ? curve : [] };
  });
}

/** A verdict as it is said within a table. */
function verdictText({ name, action, words }: RunDetails['verdict']): string {
  return (words ?? verdictWords(name, action, false)).toLowerCase();
}

/** The letter that stands for a training in the plot. */
export function letterOf(index: number): string {
  return String.fromCodePoint('A'.codePointAt(0)! + (index % 26));
}

/**
 * Returns the training time where the trainer prints it, else the life time of its process, in seconds; null when
 * neither is known.
 */
export function trainingSeconds({ record, details }: Pick<Compared, 'record' | 'details'>): number | null {
  if (details.elapsed > 0) return details.elapsed;
  return record === null || record.exit === null ? null : Math.max(0, record.exit.time - record.startedAt);
}

const plotHeight = 12;
/** Cells, where there is no terminal. */
const plotWidth = 80;

/** Draws mAP50-95 where all have it, else mAP50; over the axis they share, else over the share of their own length. */
function plotOf(compared: readonly Compared[], columns: number, characters: 'box' | 'ascii'): string[] {
  const metric = compared.every(({ details }) => details.evaluations.some(({ map50To95 }) => map50To95 !== null))
    ? 'map50To95'
    : 'map50';
  const unit = compared[0]!.details.unit;
  const sameUnit = compared.every(({ details }) => details.unit === unit);
  const curves: LetteredCurve[] = compared.map(({ details }, index) => ({
    letter: letterOf(index),
    points: details.evaluations.flatMap((evaluation) => {
      const at = placeOf({ axis: details.unit }, evaluation);
      const value = evaluation[metric];
      if (at === null || value === null) return [];
      return [{ at: sameUnit ? at : (100 * at) / Math.max(1, details.at ?? at), value }];
    }),
  }));
  const end = Math.max(0, ...curves.flatMap(({ points }) => points.map(({ at }) => at)));
  const lines = overlaidPlot(curves, { width: columns, height: plotHeight, characters, percent: true });
  if (lines.length === 0) return [];
  const label = sameUnit ? `${unit} ${count(end)}` : '100 % of each';
  return ['', metricTitles[metric], ...lines, label.padStart(lines[0]!.length)];
}
