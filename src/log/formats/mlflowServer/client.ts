import * as v from 'valibot';
import { singleLine } from '../../../words/harmless.ts';
import { type MlflowHttp, ServerProblem } from './http.ts';

/** A run as its server tells it. Times in epoch milliseconds. */
export interface ServerRun {
  readonly id: string;
  readonly name: string;
  readonly experimentId: string;
  readonly status: string;
  readonly start: number;
  readonly end: number | null;
  readonly params: readonly (readonly [string, string])[];
  /** The latest value of each metric. */
  readonly latest: readonly Point[];
}

export interface Point {
  readonly key: string;
  readonly value: number;
  readonly time: number;
  readonly step: number;
}

export interface MlflowClient {
  readonly host: string;
  readonly run: (id: string) => Promise<ServerRun>;
  /** The run that a word means, as `runMeant` of `../mlflowDatabase/runs.ts`. Throws a sentence without any. */
  readonly runMeant: (word: string | null) => Promise<ServerRun>;
  /** The runs of the experiment with this name, the newest first, up to a few hundred. */
  readonly runsOf: (experiment: string) => Promise<readonly ServerRun[]>;
  readonly experimentName: (id: string) => Promise<string>;
  /** A page of a metric's history, in the order of time; the token of the next one is null at the end. */
  readonly history: (run: string, key: string, size: number, token: string | null) => Promise<HistoryPage>;
}

export interface HistoryPage {
  readonly points: readonly Point[];
  readonly next: string | null;
}

/** The part of MLflow's REST API that is needed. Source: mlflow/protos/service.proto, docs of the REST API 2.0. */
export function mlflowClient(http: MlflowHttp): MlflowClient {
  async function get<Schema extends v.GenericSchema>(
    schema: Schema,
    endpoint: string,
    query: Readonly<Record<string, string>>,
    body?: object,
  ): Promise<v.InferOutput<Schema>> {
    const { success, output } = v.safeParse(schema, await http.ask(endpoint, query, body));
    if (!success)
      throw new ServerProblem(`The MLflow server at ${http.host} answers ${endpoint} in a form that is not known`);
    return output;
  }

  async function experimentIds(): Promise<readonly string[]> {
    return listed(maxExperiments, async (page) => {
      const answer = await get(experimentsSchema, 'experiments/search', {}, { max_results: 500, ...page });
      return { items: answer.experiments.map((each) => each.experiment_id), next: answer.next_page_token };
    });
  }

  async function search(experiments: readonly string[], filter: string, most: number): Promise<readonly ServerRun[]> {
    if (experiments.length === 0) return [];
    const wanted = {
      experiment_ids: experiments,
      filter,
      run_view_type: 'ACTIVE_ONLY',
      max_results: Math.min(100, most),
      order_by: ['attributes.start_time DESC'],
    };
    return listed(most, async (page) => {
      const answer = await get(runsSchema, 'runs/search', {}, { ...wanted, ...page });
      return { items: answer.runs.map(runOf), next: answer.next_page_token };
    });
  }

  async function experimentNamed(name: string): Promise<string | null> {
    return orMissing(async () => {
      const { experiment } = await get(experimentSchema, 'experiments/get-by-name', { experiment_name: name });
      return experiment.experiment_id;
    });
  }

  async function run(id: string): Promise<ServerRun> {
    const { run: found } = await get(runSchema, 'runs/get', { run_id: id });
    return runOf(found);
  }

  async function runMeant(word: string | null): Promise<ServerRun> {
    if (word === null) {
      const newest = newestThatTrains(await search(await experimentIds(), '', newestLooked));
      if (newest === null) throw new ServerProblem(`The MLflow server at ${http.host} has no run`);
      return newest;
    }
    const byId = /^[0-9a-f]{32}$/i.test(word) ? await orMissing(async () => run(word)) : null;
    if (byId !== null) return byId;
    const name = word.includes("'") ? `"${word}"` : `'${word}'`;
    const [byName] = await search(await experimentIds(), `attributes.run_name = ${name}`, 1);
    if (byName !== undefined) return byName;
    const experiment = await experimentNamed(word);
    const newest = experiment === null ? null : newestThatTrains(await search([experiment], '', newestLooked));
    if (newest !== null) return newest;
    throw new ServerProblem(
      `The MLflow server at ${http.host} has no run ${singleLine(word)}, and no experiment of that name with one`,
      { isMissing: true },
    );
  }

  return {
    host: http.host,
    run,
    runMeant,
    runsOf: async (name) => {
      const experiment = await experimentNamed(name);
      if (experiment === null)
        throw new ServerProblem(`The MLflow server at ${http.host} has no experiment ${singleLine(name)}`);
      return search([experiment], '', maxMembers);
    },
    experimentName: async (id) => {
      const { experiment } = await get(experimentSchema, 'experiments/get', { experiment_id: id });
      return experiment.name;
    },
    history: async (id, key, size, token) => {
      const page = { max_results: String(size), ...(token === null ? {} : { page_token: token }) };
      const answer = await get(historySchema, 'metrics/get-history', { run_id: id, metric_key: key, ...page });
      return { points: answer.metrics.map(pointOf), next: tokenAfter(answer.next_page_token, token) };
    },
  };
}

/** The items of all pages of a list, until there are as many as are wanted. */
async function listed<Item>(
  most: number,
  ask: (page: { readonly page_token?: string }) => Promise<{ readonly items: readonly Item[]; readonly next: string }>,
): Promise<readonly Item[]> {
  const all: Item[] = [];
  let token: string | null = null;
  for (let pages = 1; pages <= maxPages; pages++) {
    const { items, next } = await ask(token === null ? {} : { page_token: token });
    all.push(...items);
    token = tokenAfter(next, token);
    if (token === null || all.length >= most) break;
  }
  return all;
}

/** The token of the next page; null at the end. One that does not change is of a server that knows no pages. */
function tokenAfter(next: string, token: string | null): string | null {
  return next === '' || next === token ? null : next;
}

/** What trains, or has, comes before evaluations and the like, which log without a step. */
function newestThatTrains(runs: readonly ServerRun[]): ServerRun | null {
  const trains = ({ status, latest }: ServerRun): boolean =>
    status === 'RUNNING' || latest.some(({ step }) => step > 0);
  return runs.find(trains) ?? runs[0] ?? null;
}

async function orMissing<Found>(find: () => Promise<Found>): Promise<Found | null> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof ServerProblem && error.isMissing) return null;
    throw error;
  }
}

function runOf({ info, data }: v.InferOutput<typeof serverRunSchema>): ServerRun {
  const id = info.run_id ?? info.run_uuid ?? '';
  return {
    id,
    name: info.run_name ?? data.tags.find(({ key }) => key === 'mlflow.runName')?.value ?? id,
    experimentId: info.experiment_id,
    status: info.status,
    start: info.start_time,
    end: info.end_time ?? null,
    params: data.params.map(({ key, value }) => [key, value]),
    latest: data.metrics.map(pointOf),
  };
}

function pointOf({ key, value, timestamp, step }: v.InferOutput<typeof pointSchema>): Point {
  return { key, value: Number(value), time: timestamp, step };
}

/** 64-bit numbers stand as text in the JSON of protocol buffers, but not in MLflow's. */
const whole = v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.number());
const pairs = v.optional(v.array(v.object({ key: v.string(), value: v.optional(v.string(), '') })), []);
const pointSchema = v.object({
  key: v.string(),
  // NaN and Infinity stand as text.
  value: v.optional(v.union([v.number(), v.string()]), 0),
  timestamp: v.optional(whole, 0),
  step: v.optional(whole, 0),
});
const token = v.optional(v.string(), '');
const serverRunSchema = v.object({
  info: v.object({
    run_id: v.optional(v.string()),
    run_uuid: v.optional(v.string()),
    run_name: v.optional(v.string()),
    experiment_id: v.optional(v.string(), '0'),
    status: v.optional(v.string(), 'RUNNING'),
    start_time: v.optional(whole, 0),
    end_time: v.optional(whole),
  }),
  data: v.optional(v.object({ metrics: v.optional(v.array(pointSchema), []), params: pairs, tags: pairs }), {}),
});
const runSchema = v.object({ run: serverRunSchema });
const runsSchema = v.object({ runs: v.optional(v.array(serverRunSchema), []), next_page_token: token });
const historySchema = v.object({ metrics: v.optional(v.array(pointSchema), []), next_page_token: token });
const experimentOf = v.object({ experiment_id: v.string(), name: v.optional(v.string(), '') });
const experimentSchema = v.object({ experiment: experimentOf });
const experimentsSchema = v.object({ experiments: v.optional(v.array(experimentOf), []), next_page_token: token });

const newestLooked = 20;
const maxExperiments = 5000;
const maxMembers = 500;
/** A list that is still not at its end has no end, or nothing in its pages. */
const maxPages = 50;
