import { open, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readSmallFile } from '../../files/readSmallFile.ts';
import { headingLine, inPieces, paramLines, pieceLength, planParams, runStatus, statusLine } from '../tracked/text.ts';
import type { TrackedText } from '../tracked/trackedRun.ts';
import { metaOf, metricKeys, metricPath, type MlflowMetrics } from './store.ts';

/**
 * The metrics of a run as one text that grows. MLflow keeps each in a file of its own, whose lines are `MILLISECONDS
 * VALUE STEP` (and, since MLflow 3, the name and digest of a data set): here they stand in the order in which they were
 * logged, each with its metric's name behind it. Source: mlflow/store/tracking/file_store.py (`_log_run_metric`,
 * `_get_metric_from_line`).
 */
export function createMlflowLines({ run, key }: MlflowMetrics): TrackedText {
  const files = new Map<string, MetricFile>();
  let values = 0;
  let begun = false;
  let status: number = runStatus.running;

  async function read(onText: (text: string) => void): Promise<boolean> {
    const grown: MetricFile[] = [];
    for (const each of key === null ? metricKeys(run).toSorted() : [key]) {
      let file = files.get(each);
      if (file === undefined) files.set(each, (file = createMetricFile(each, metricPath(run, each))));
      const state = await look(file);
      if (state === 'another') return false;
      if (state === 'grown') grown.push(file);
    }
    const text = inPieces(onText);
    if (!begun) text.add(headingLine('MLflow', basename(run)) + paramLines(paramsOf(run)));
    begun = true;
    for (let next = await earliest(grown); next !== null; next = await earliest(grown)) {
      if (next.isValue) values++;
      text.add(`${next.line}\n`);
    }
    const now = Number(/^status: *'?(\d)/m.exec(metaOf(run) ?? '')?.[1] ?? runStatus.running);
    if (now !== status) text.add(statusLine((status = now)));
    text.flush();
    return true;
  }

  return { read, values: () => values };
}

/** A metric's file, and how far it has been read. */
interface MetricFile {
  readonly key: string;
  readonly path: string;
  inode: number | null;
  /** Bytes that have been read, and bytes that there are. */
  position: number;
  size: number;
  /** Whole lines that have been read and not handed over. */
  lines: string[];
  next: number;
  head: Entry | null;
  /** The latest time in it, in milliseconds. */
  time: number;
}

interface Entry {
  readonly time: number;
  readonly step: number;
  readonly isValue: boolean;
  readonly line: string;
}

function createMetricFile(key: string, path: string): MetricFile {
  return { key, path, inode: null, position: 0, size: 0, lines: [], next: 0, head: null, time: 0 };
}

async function look(file: MetricFile): Promise<'same' | 'grown' | 'another'> {
  const stats = await stat(file.path).catch(() => null);
  if (stats === null) return 'same';
  if ((file.inode ?? stats.ino) !== stats.ino || stats.size < file.position) return 'another';
  file.inode = stats.ino;
  file.size = stats.size;
  return file.position < file.size ? 'grown' : 'same';
}

/**
 * Takes the entry that was logged first. Values that were logged together have one time, and then the smaller step and
 * the earlier name come first.
 */
async function earliest(files: readonly MetricFile[]): Promise<Entry | null> {
  let first: MetricFile | null = null;
  for (const file of files) {
    if (file.head === null && (file.next < file.lines.length || (await readOn(file)))) file.head = takeEntry(file);
    if (file.head === null) continue;
    if (first === null || isBefore(file.head, first.head!)) first = file;
  }
  if (first === null) return null;
  const { head } = first;
  first.head = null;
  return head;
}

function isBefore(left: Entry, right: Entry): boolean {
  return left.time === right.time ? left.step < right.step : left.time < right.time;
}

function takeEntry(file: MetricFile): Entry {
  const line = file.lines[file.next++]!;
  const match = metricLine.exec(line);
  // Any other line is passed on as it is, and counts as not understood.
  if (match === null) return { time: file.time, step: 0, isValue: false, line: line.slice(0, maxLineLength) };
  const [, milliseconds, value, step = '0'] = match;
  // A clock that was set back must not bring a file's lines out of order.
  file.time = Math.max(file.time, Number(milliseconds));
  return { time: file.time, step: Number(step), isValue: true, line: `${milliseconds} ${value} ${step} ${file.key}` };
}

/** Reads more complete lines; returns false when there are none. A line without its end waits for the rest. */
async function readOn(file: MetricFile): Promise<boolean> {
  const length = Math.min(file.size - file.position, pieceLength);
  if (length <= 0) return false;
  const handle = await open(file.path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, file.position);
    if (bytesRead === 0) return false;
    const end = buffer.lastIndexOf(0x0a, bytesRead - 1) + 1;
    // So much without the end of a line is no metric.
    file.position += end === 0 && bytesRead === pieceLength ? bytesRead : end;
    if (end === 0) return bytesRead === pieceLength && (await readOn(file));
    file.lines = buffer.toString('utf8', 0, end - 1).split('\n');
    file.next = 0;
    return true;
  } finally {
    await handle.close();
  }
}

/** The parameters that describe the plan, each a file: they are written before the first value, and never again. */
function paramsOf(run: string): [string, string][] {
  return [...planParams].flatMap((name): [string, string][] => {
    try {
      return [[name, readSmallFile(join(run, 'params', name)).text.trim()]];
    } catch {
      return [];
    }
  });
}

const metricLine =
  /^(\d+) ([-+]?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+|nan|inf(?:inity)?))(?: (-?\d+)(?: \S+ \S+)?)?\r?$/i;
const maxLineLength = 400;
