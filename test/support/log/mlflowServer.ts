import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import https, { type ServerOptions } from 'node:https';
import type { Server } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request that a server has got. */
export interface Asked {
  readonly endpoint: string;
  readonly query: URLSearchParams;
  readonly body: Record<string, unknown>;
  readonly headers: IncomingMessage['headers'];
  /** As it stands in the request: a proxy gets a whole address. */
  readonly url: string;
}

/** Answers a request in the server's place; false lets it answer itself. */
export type Interception = (asked: Asked, response: ServerResponse) => boolean | Promise<boolean>;

export interface FakeRun {
  id: string;
  name: string;
  experiment: string;
  status: string;
  start: number;
  params: Record<string, string>;
  metrics: Map<string, { value: number; timestamp: number; step: number }[]>;
}

export interface MlflowServer {
  readonly address: string;
  readonly asked: Asked[];
  readonly runs: FakeRun[];
  intercept: Interception | null;
  /** Without pages: a file store is behind it. */
  pages: boolean;
  readonly addRun: (run: Partial<FakeRun> & { id: string }) => FakeRun;
}

/**
 * A server on this machine that answers as MLflow's (mlflow/protos/service.proto), page by page, over TLS where it is
 * given certificates.
 */
export async function mlflowServer(certificates: ServerOptions | null = null): Promise<MlflowServer> {
  const listener = (request: IncomingMessage, response: ServerResponse) => void answer(request, response);
  const server = certificates === null ? createServer(listener) : https.createServer(certificates, listener);
  const state: MlflowServer = {
    address: '',
    asked: [],
    runs: [],
    intercept: null,
    pages: true,
    addRun: (run) => {
      const whole: FakeRun = {
        name: `run-${run.id.slice(0, 4)}`,
        experiment: 'shapes',
        status: 'RUNNING',
        start: 1_760_000_000_000,
        params: {},
        metrics: new Map(),
        ...run,
      };
      state.runs.push(whole);
      return whole;
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const piece of request as AsyncIterable<Buffer>) text += piece.toString();
    const url = new URL(request.url ?? '/', 'http://server');
    const asked: Asked = {
      endpoint: url.pathname.replace(/^.*\/api\/2\.0\/mlflow\//, ''),
      query: url.searchParams,
      body: text === '' ? {} : JSON.parse(text),
      headers: request.headers,
      url: request.url ?? '',
    };
    state.asked.push(asked);
    if (state.intercept !== null && (await state.intercept(asked, response))) return;
    const found = answerTo(state, asked);
    response.writeHead(found === null ? 404 : 200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(found ?? { error_code: 'RESOURCE_DOES_NOT_EXIST', message: `No ${asked.endpoint} here.` }),
    );
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = addressOf(server);
  return Object.assign(state, { address: certificates === null ? address : address.replace('http:', 'https:') });
}

/** Where a server on this machine is reached. */
export function addressOf(server: Server): string {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server does not listen');
  return `http://127.0.0.1:${address.port}`;
}

/** Logs values of a metric under the steps from the next one on. */
export function logTo(run: FakeRun, key: string, ...values: readonly number[]): void {
  const history = run.metrics.get(key) ?? [];
  run.metrics.set(key, history);
  for (const value of values) {
    history.push({ value, timestamp: 1_760_000_000_000 + history.length * 1000, step: history.length });
  }
}

function answerTo({ runs, pages }: MlflowServer, { endpoint, query, body }: Asked): object | null {
  const experiments = [...new Set(runs.map(({ experiment }) => experiment))].map((name, index) => ({
    experiment_id: String(index),
    name,
  }));
  const page = <Each>(all: readonly Each[], most: number, token: unknown): { items: Each[]; next?: string } => {
    const from = Number(token ?? 0);
    return { items: all.slice(from, from + most), ...(from + most < all.length ? { next: String(from + most) } : {}) };
  };
  switch (endpoint) {
    case 'experiments/search': {
      const { items, next } = page(experiments, 2, body['page_token']);
      return { experiments: items, next_page_token: next };
    }
    case 'experiments/get-by-name': {
      const experiment = experiments.find(({ name }) => name === query.get('experiment_name'));
      return experiment === undefined ? null : { experiment };
    }
    case 'experiments/get': {
      const experiment = experiments.find((each) => each.experiment_id === query.get('experiment_id'));
      return experiment === undefined ? null : { experiment };
    }
    case 'runs/search': {
      const ids = Array.isArray(body['experiment_ids']) ? body['experiment_ids'] : [];
      const name = /run_name = ['"](.*)['"]/.exec(String(body['filter']))?.[1];
      const meant = runs
        .filter((run) => ids.includes(experiments.find((each) => each.name === run.experiment)!.experiment_id))
        .filter((run) => name === undefined || run.name === name)
        .toSorted((one, other) => other.start - one.start);
      const { items, next } = page(meant, Math.min(2, Number(body['max_results'])), body['page_token']);
      return { runs: items.map((run) => told(run, experiments)), next_page_token: next };
    }
    case 'runs/get': {
      const run = runs.find(({ id }) => id === query.get('run_id'));
      return run === undefined ? null : { run: told(run, experiments) };
    }
    case 'metrics/get-history': {
      const key = query.get('metric_key') ?? '';
      const history = runs.find(({ id }) => id === query.get('run_id'))?.metrics.get(key) ?? [];
      const most = pages ? Number(query.get('max_results')) : Infinity;
      const { items, next } = page(history, most, query.get('page_token'));
      return { metrics: items.map((point) => pointOf(key, point)), next_page_token: next };
    }
    default:
      return null;
  }
}

function told(run: FakeRun, experiments: readonly { experiment_id: string; name: string }[]): object {
  return {
    info: {
      run_id: run.id,
      run_uuid: run.id,
      run_name: run.name,
      experiment_id: experiments.find(({ name }) => name === run.experiment)!.experiment_id,
      status: run.status,
      start_time: run.start,
    },
    data: {
      metrics: [...run.metrics].map(([key, history]) => pointOf(key, history.at(-1)!)),
      params: Object.entries(run.params).map(([key, value]) => ({ key, value })),
    },
  };
}

function pointOf(key: string, { value, timestamp, step }: { value: number; timestamp: number; step: number }): object {
  return { key, value: Number.isFinite(value) ? value : String(value), timestamp, step };
}
