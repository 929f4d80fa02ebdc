import { headingLine, inPieces, paramLines, runStatus, statusLine, statusNamed, valueLine } from '../tracked/text.ts';
import type { TrackedText } from '../tracked/trackedRun.ts';
import type { MlflowClient, Point, ServerRun } from './client.ts';
import { ServerProblem } from './http.ts';

/**
 * The figures of a run on a server as one text (`../tracked/text.ts`), in the order of their time. Each look asks for
 * the latest value of all metrics, and then only for the last page of those that have a new one. Nothing but a page of
 * each metric is held. `find` tells which run it is, when it is first read.
 */
export function createServerLines(client: MlflowClient, find: () => Promise<ServerRun>): TrackedText {
  const metrics = new Map<string, Metric>();
  let id: string | null = null;
  let pageSize = largestPage;
  let values = 0;
  let status: number = runStatus.running;
  /** A server that asks to be left alone is, and what it said stays said. */
  let pause: { readonly until: number; readonly because: ServerProblem } | null = null;

  async function readOn(onText: (text: string) => void): Promise<boolean> {
    const run = id === null ? await find() : await client.run(id);
    const text = inPieces(onText);
    try {
      if (id === null) {
        text.add(headingLine('MLflow', run.id) + paramLines(run.params));
        pageSize = Math.max(smallestPage, Math.min(largestPage, Math.floor(maxHeld / Math.max(1, run.latest.length))));
      }
      id = run.id;
      const grown: Metric[] = [];
      for (const latest of run.latest.slice(0, maxMetrics)) {
        let metric = metrics.get(latest.key);
        if (metric === undefined) metrics.set(latest.key, (metric = createMetric(latest.key)));
        if (isSame(metric.latest, latest)) continue;
        if (!(await begin(metric, run.id))) return false;
        grown.push(metric);
      }
      for (let next = await earliest(grown, run.id); next !== null; next = await earliest(grown, run.id)) {
        const { key, value, time, step } = next;
        values++;
        text.add(valueLine(time, value, step, key));
      }
      for (const latest of run.latest) {
        const metric = metrics.get(latest.key);
        if (metric !== undefined) metric.latest = latest;
      }
      const now = statusNamed(run.status);
      if (now !== status) text.add(statusLine((status = now)));
    } finally {
      text.flush();
      for (const metric of metrics.values()) metric.page = null;
    }
    return true;
  }

  /** Reads the page again that was read last, of which the first points are known; false when they are others now. */
  async function begin(metric: Metric, run: string): Promise<boolean> {
    const { points, next } = await client.history(run, metric.key, pageSize, metric.token);
    if (metric.seen > 0 && !isSame(points[metric.seen - 1] ?? null, metric.last)) return false;
    metric.page = points;
    metric.next = next;
    return true;
  }

  /** Takes the point of these metrics that was logged first; of several at one time that with the smallest step. */
  async function earliest(grown: readonly Metric[], run: string): Promise<Point | null> {
    let first: Metric | null = null;
    let point: Point | null = null;
    for (const metric of grown) {
      const head = await headOf(metric, run);
      if (head === null || (point !== null && !isBefore(head, point))) continue;
      first = metric;
      point = head;
    }
    if (first !== null) {
      first.seen++;
      first.last = point;
    }
    return point;
  }

  async function headOf(metric: Metric, run: string): Promise<Point | null> {
    while (metric.page !== null && metric.seen >= metric.page.length && metric.next !== null) {
      const { points, next } = await client.history(run, metric.key, pageSize, metric.next);
      metric.token = metric.next;
      metric.seen = 0;
      metric.page = points;
      metric.next = next;
    }
    return metric.page?.[metric.seen] ?? null;
  }

  return {
    read: async (onText) => {
      if (pause !== null && Date.now() < pause.until) throw pause.because;
      pause = null;
      try {
        return await readOn(onText);
      } catch (error) {
        if (error instanceof ServerProblem) {
          pause = { until: Date.now() + (error.retryAfter ?? seldom) * 1000, because: error };
        }
        throw error;
      }
    },
    values: () => values,
  };
}

/** How far the history of a metric has been read. */
interface Metric {
  readonly key: string;
  /** As the last look saw it. */
  latest: Point | null;
  /** The token of the page that is being read, null for the first, and how many of its points have been handed over. */
  token: string | null;
  seen: number;
  /** The last of them. */
  last: Point | null;
  /** Held only during a look. */
  page: readonly Point[] | null;
  next: string | null;
}

function createMetric(key: string): Metric {
  return { key, latest: null, token: null, seen: 0, last: null, page: null, next: null };
}

function isBefore(left: Point, right: Point): boolean {
  return left.time === right.time ? left.step < right.step : left.time < right.time;
}

function isSame(left: Point | null, right: Point | null): boolean {
  if (left === null || right === null) return left === right;
  return left.time === right.time && left.step === right.step && Object.is(left.value, right.value);
}

const largestPage = 1000;
const smallestPage = 100;
/** Points that are held at once, of all metrics together. */
const maxHeld = 50_000;
/** More are none that anybody looks at. */
const maxMetrics = 1000;
/** Seconds between two looks at a server that a person has to do something about. */
const seldom = 60;
