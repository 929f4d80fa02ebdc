/**
 * The text that runs of every tracker become: the run, its parameters, its values in the order in which they were
 * logged, what it was summed up by besides, and how it ended.
 *
 *     MLflow run 5b0e3c1f7a9d4c62b8e1f0a3d2c4b596
 *     param epochs: 100
 *     1760000012345 0.4123 3 metrics/mAP50B
 *     summary 0.4312 100 test/mAP50
 *     status 3
 *
 * A value's line has milliseconds since the epoch, the value as Python spells it, the step, and the name of the metric.
 */
export type TrackerName = 'MLflow' | 'W&B' | 'trackio' | 'TensorBoard';

export function headingLine(tracker: TrackerName, run: string): string {
  return `${tracker} run ${oneLine(run) || 'without a name'}\n`;
}

/** A value; empty for a name that no line can hold. */
export function valueLine(milliseconds: number, value: number, step: number, name: string): string {
  if (!isName(name) || !Number.isSafeInteger(step) || !Number.isFinite(milliseconds)) return '';
  // Times before 1973 have too few digits to tell a line from others.
  return `${Math.max(100_000_000, Math.round(milliseconds))} ${pythonFloat(value)} ${step} ${name}\n`;
}

/** A value that a run was given without being logged, after the step that was the last then; empty as `valueLine`. */
export function summaryLine(value: number, step: number, name: string): string {
  return isName(name) && Number.isSafeInteger(step) ? `summary ${pythonFloat(value)} ${step} ${name}\n` : '';
}

/** The lines of the parameters that describe the plan. */
export function paramLines(params: Iterable<readonly [string, string]>): string {
  let lines = '';
  for (const [name, value] of params) {
    if (planParams.has(name) && /^[\w.+-]{1,40}$/.test(value)) lines += `param ${name}: ${value}\n`;
  }
  return lines;
}

/** As `RunStatus` of mlflow/protos/service.proto numbers them. */
export const runStatus = { running: 1, scheduled: 2, finished: 3, failed: 4, killed: 5 } as const;

/** The number of a status by its name, in any case; an unknown one counts as running. */
export function statusNamed(name: string): number {
  return Object.entries(runStatus).find(([each]) => each === name.toLowerCase())?.[1] ?? runStatus.running;
}

export function statusLine(status: number): string {
  return `status ${status}\n`;
}

/** Passes on text in pieces that fit into memory, the last one when it is told to. */
export function inPieces(onText: (text: string) => void): { add: (line: string) => void; flush: () => void } {
  let text = '';
  const flush = (): void => {
    if (text !== '') onText(text);
    text = '';
  };
  return {
    add: (line) => {
      text += line;
      if (text.length >= pieceLength) flush();
    },
    flush,
  };
}

/** As Ultralytics, Hugging Face's Trainer, Keras, Lightning and most people call what describes the plan. */
export const planParams: ReadonlySet<string> = new Set([
  'epochs',
  'num_epochs',
  'max_epochs',
  'n_epochs',
  'num_train_epochs',
  'max_steps',
  'max_iters',
  'patience',
  'batch',
  'batch_size',
  'close_mosaic',
  'time',
  'cos_lr',
]);

export const pieceLength = 64 * 1024;

function isName(name: string): boolean {
  return name.length <= maxName && /^[^\p{Cc}\s](?:[^\p{Cc}]*[^\p{Cc}\s])?$/u.test(name);
}

/** MLflow's own limit is 250. */
const maxName = 400;

function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return String(value);
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\s]+/gu, '_').slice(0, maxName);
}
