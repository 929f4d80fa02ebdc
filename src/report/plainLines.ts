import { factorLines } from '../advisor/factors.ts';
import type { Verdict } from '../advisor/verdict.ts';
import type { Evaluation, Run } from '../run/run.ts';
import { doneOf, firstEpochOf, plannedLength, timeLeft, trainerText } from '../run/selectors.ts';
import { placeOf } from '../run/evaluations.ts';
import { position } from '../run/reduce.ts';
import { count } from '../words/count.ts';
import { duration } from '../words/duration.ts';
import { metricText, type MetricUnit } from '../words/metric.ts';
import { number } from '../words/number.ts';

/**
 * Writes a training as plain lines, for output that is no terminal: the trainer, each evaluation, each change of the
 * verdict, saves, faults and now and then the loss. Call `changes` after each read; it returns the new lines.
 */
export interface PlainLines {
  readonly changes: (run: Run, verdict: Verdict, now: number) => string[];
  /** Returns the final verdict with its reasons and what to do. */
  readonly closing: (run: Run, verdict: Verdict) => string[];
}

/** Seconds between two lines of which only the figures differ. */
export const progressEvery = 10;

/**
 * Each line of `changes` begins with the time of day where it is known when the lines of the log were written.
 * `mapUnit`: how a mAP and its kin are written.
 */
export function createPlainLines(mapUnit: MetricUnit): PlainLines {
  let trainer: string | null = null;
  let verdictShown: string | null = null;
  let checkpointShown: string | null = null;
  let faultsShown = 0;
  let evaluationShown: number | null = null;
  let progressShown: { at: number | null; time: number } | null = null;

  return {
    changes(run, verdict, now) {
      const lines: string[] = [];
      const name = run.trainer?.name ?? null;
      if (name !== trainer) {
        trainer = name;
        if (run.trainer !== null) lines.push(`trainer: ${trainerText(run.trainer)}`);
      }
      for (const fault of run.faults.slice(faultsShown))
        lines.push(`${fault.fatal ? 'error' : 'warning'}: ${fault.text}`);
      faultsShown = run.faults.length;
      const at = position(run);
      // Epochs of an hour are usual: the batches of the first say that it trains.
      const place = firstEpochOf(run) === null ? at : doneOf(run);
      if (
        at !== null &&
        place !== progressShown?.at &&
        (progressShown === null || now - progressShown.time >= progressEvery)
      ) {
        progressShown = { at: place, time: now };
        lines.push(progressLine(run, at));
      }
      for (const evaluation of unseenEvaluations(run, evaluationShown)) {
        lines.push(evaluationLine(run, evaluation, mapUnit));
      }
      const last = run.evaluations.at(-1);
      evaluationShown = last === undefined ? null : placeOf(run, last);
      const checkpoint = run.checkpoints.at(-1);
      const saved = checkpoint === undefined ? null : `${checkpoint.path} ${checkpoint.at ?? ''} ${checkpoint.elapsed}`;
      if (checkpoint !== undefined && saved !== checkpointShown) lines.push(`saved: ${checkpoint.path}`);
      checkpointShown = saved;
      // The figures of a headline change all the time: what a person is told has changed with the words.
      if (verdict.words !== verdictShown) {
        verdictShown = verdict.words;
        lines.push(`verdict: ${verdictText(verdict)}`);
      }
      return run.lastLineTime === null ? lines : lines.map((line) => `${clockTime(now)} ${line}`);
    },
    closing(run, verdict) {
      return [
        ...(run.trainer === null
          ? ['no trainer recognised: the log was followed, but nothing in it could be drawn']
          : []),
        `final verdict: ${verdictText(verdict)}`,
        `  ${verdict.meaning}`,
        ...factorLines(verdict.factors).map((text) => `  odds: ${text}`),
        ...verdict.evidence.map((text) => `  for: ${text}`),
        ...verdict.against.map((text) => `  against: ${text}`),
        ...(verdict.pattern === null ? [] : [`  pattern: ${verdict.pattern.text}`]),
        ...verdict.todo.map((text) => `  next: ${text}`),
        ...(verdict.keep === null ? [] : [`  keep: ${verdict.keep.path}`]),
      ];
    },
  };
}

function verdictText({ words, headline }: Verdict): string {
  return `${words}: ${headline}`;
}

/** The time of day, as the clock of this machine shows it: `14:02:31`. */
function clockTime(now: number): string {
  return new Date(now * 1000).toTimeString().slice(0, 8);
}

function progressLine(run: Run, at: number): string {
  const planned = plannedLength(run);
  const left = timeLeft(run);
  const first = firstEpochOf(run);
  const last = run.nonFinite === null ? (run.loss?.last ?? first?.loss ?? null) : Number.NaN;
  return [
    `${run.axis} ${count(first?.epoch ?? at)}${planned === null ? '' : `/${count(planned)}`}`,
    ...(first === null || first.total === 0 ? [] : [`batch ${count(first.done)}/${count(first.total)}`]),
    ...(last === null ? [] : [`loss ${number(last)}`]),
    ...(left === null ? [] : [`about ${duration(left)} left`]),
  ].join(', ');
}

function unseenEvaluations(run: Run, shown: number | null): Evaluation[] {
  if (shown === null) return run.evaluations;
  const seen = run.evaluations.findLastIndex((evaluation) => placeOf(run, evaluation) === shown);
  return run.evaluations.slice(seen + 1);
}

function evaluationLine(run: Run, evaluation: Evaluation, mapUnit: MetricUnit): string {
  const parts: [string, number | null][] = [
    ['mAP50', evaluation.map50],
    ['mAP50-95', evaluation.map50To95],
    ['precision', evaluation.precision],
    ['recall', evaluation.recall],
    ['IoU', evaluation.iou],
    ...Object.entries(evaluation.taught ?? {}),
  ];
  const known = parts.flatMap(([label, value]) => (value === null ? [] : [`${label} ${metricText(value, mapUnit)}`]));
  return `evaluation at ${run.axis} ${count(placeOf(run, evaluation) ?? 0)}: ${known.join(', ')}`;
}
