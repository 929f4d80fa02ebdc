import { readFileSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { metaOf, metricKeys, metricPath, type MlflowMetrics } from './store.ts';

/**
 * The metrics of a run as one text that grows. MLflow keeps each in a file of its own, whose lines are `MILLISECONDS VALUE STEP` (and, since MLflow 3, the
 * name and digest of a data set): here they stand in the order in which they were logged, each with its metric's name behind it.
 *
 *     MLflow run 5b0e3c1f7a9d4c62b8e1f0a3d2c4b596
 *     param epochs: 100
 *     1760000012345 0.4123 3 metrics/mAP50B
 *     status 3
 *
 * Source: mlflow/store/tracking/file_store.py (`_log_run_metric`, `_get_metric_from_line`).
 */
export interface MlflowLines {
  /** What came since the last time, or `anew` when a file is not the one that it was: then all has to be read again. */
  readonly read: () => Promise<{ readonly text: string; readonly anew: boolean }>;
  /** How many values have been read. */
  readonly values: () => number;
}

export function createMlflowLines({ run, key }: MlflowMetrics): MlflowLines {
  const files = new Map<string, Place>();
  let values = 0;
  let begun = false;
  let status = running;

  async function read(): Promise<{ text: string; anew: boolean }> {
    const found: Found[] = [];
    for (const each of key === null ? metricKeys(run).toSorted() : [key]) {
      let place = files.get(each);
      if (place === undefined) files.set(each, (place = { position: 0, inode: null, time: 0 }));
      const text = await readOn(metricPath(run, each), place);
      if (text === null) return { text: '', anew: true };
      for (const line of text.split('\n')) if (line !== '') found.push(entryOf(line, each, place));
    }
    // Values that were logged together have one time; the sort is stable, so that a file's own order stays.
    found.sort((left, right) => left.time - right.time || left.step - right.step);
    const lines = [
      ...(begun ? [] : [`MLflow run ${basename(run)}`, ...paramLines(run)]),
      ...found.map(({ line }) => line),
      ...statusLines(),
    ];
    begun = true;
    return { text: lines.map((line) => `${line}\n`).join(''), anew: false };
  }

  function entryOf(line: string, name: string, place: Place): Found {
    const match = metricLine.exec(line);
    // What is no value stays as it is, and is counted as not understood.
    if (match === null) return { time: place.time, step: 0, line: line.slice(0, longestLine) };
    const [, milliseconds, value, step = '0'] = match;
    values++;
    // A clock that was set back must not bring a file's lines out of order.
    place.time = Math.max(place.time, Number(milliseconds));
    return { time: place.time, step: Number(step), line: `${milliseconds} ${value} ${step} ${name}` };
  }

  function statusLines(): string[] {
    const now = Number(/^status: *'?(\d)/m.exec(metaOf(run) ?? '')?.[1] ?? running);
    if (now === status) return [];
    status = now;
    return [`status ${now}`];
  }

  return { read, values: () => values };
}

interface Place {
  position: number;
  inode: number | null;
  /** The latest time in it, in milliseconds. */
  time: number;
}

interface Found {
  readonly time: number;
  readonly step: number;
  readonly line: string;
}

/** The whole lines behind a place; null when the file was written anew. A line without an end may be cut anywhere: it waits. */
async function readOn(path: string, place: Place): Promise<string | null> {
  const stats = await stat(path).catch(() => null);
  if (stats === null) return '';
  const sameFile = place.inode === null || place.inode === stats.ino;
  if (!sameFile || stats.size < place.position) return null;
  place.inode = stats.ino;
  if (stats.size === place.position) return '';
  const handle = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(stats.size - place.position);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, place.position);
    const end = bytes.subarray(0, bytesRead).lastIndexOf(0x0a) + 1;
    place.position += end;
    return bytes.toString('utf8', 0, end);
  } finally {
    await handle.close();
  }
}

/** The parameters that tell of the plan: written once, before the first value. */
function paramLines(run: string): string[] {
  return planParams.flatMap((name) => {
    try {
      const value = readFileSync(join(run, 'params', name), 'utf8').trim();
      return /^[\w.+-]{1,40}$/.test(value) ? [`param ${name}: ${value}`] : [];
    } catch {
      return [];
    }
  });
}

/** As Ultralytics, Hugging Face's Trainer, Keras, Lightning and most people call them. */
const planParams = [
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
];

const metricLine =
  /^(\d+) ([-+]?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+|nan|inf(?:inity)?))(?: (-?\d+)(?: \S+ \S+)?)?\r?$/i;
const longestLine = 400;
/** `RunStatus.RUNNING` of mlflow/protos/service.proto. */
const running = 1;
