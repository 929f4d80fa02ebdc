import { readFileSync } from 'node:fs';
import type { Agent, IncomingMessage, request as httpRequest } from 'node:http';
import type { AgentOptions } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { bytes } from '../../../words/bytes.ts';
import { errorCode, errorMessage } from '../../../words/errors.ts';
import { singleLine } from '../../../words/harmless.ts';
import { decoded } from '../place.ts';

/** A server of MLflow, asked one thing at a time. */
export interface MlflowHttp {
  /** As people call it, without what is secret: `mlflow.example:5000`. */
  readonly host: string;
  /** Asks an endpoint of the API (`runs/get`); a body is posted. Rejects with a `ServerProblem`. */
  readonly ask: (endpoint: string, query: Readonly<Record<string, string>>, body?: object) => Promise<unknown>;
}

/** What a server did instead of answering. The message is a sentence without its full stop. */
export class ServerProblem extends Error {
  override readonly name = 'ServerProblem';
  /** It has no such thing: a run, an experiment. */
  readonly isMissing: boolean;
  /** Seconds until it is worth asking again; null where a person has to do something first. */
  readonly retryAfter: number | null;

  constructor(message: string, { isMissing = false, retryAfter = null }: Partial<ServerProblem> = {}) {
    super(message);
    this.isMissing = isMissing;
    this.retryAfter = retryAfter;
  }
}

export interface HttpPace {
  /** Seconds before the first of the further attempts, doubled each time, where the server does not say how long. */
  readonly firstWait: number;
  readonly attempts: number;
  /** Seconds without a byte after which an answer is given up, and seconds that it may take in all. */
  readonly silence: number;
  readonly answer: number;
}

const usualPace: HttpPace = { firstWait: 0.5, attempts: 3, silence: 20, answer: 120 };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A client of MLflow's REST API with the credentials and certificates of MLflow's own variables and the proxies of the
 * usual ones. What is secret is sent only to the server that the user named, and never told. Source:
 * mlflow/utils/rest_utils.py, mlflow/environment_variables.py.
 */
export function mlflowHttp(address: string, environment: Environment, pace: HttpPace = usualPace): MlflowHttp {
  const base = baseOf(address);
  const credentials = credentialsOf(base, environment);
  const { host } = base;
  base.username = '';
  base.password = '';
  const clientFor = createClients(environment);

  async function ask(endpoint: string, query: Readonly<Record<string, string>>, body?: object): Promise<unknown> {
    const url = new URL(`api/2.0/mlflow/${endpoint}`, base);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    for (let attempt = 1; ; attempt++) {
      try {
        return parsed(await fetchFrom(url, body === undefined ? null : JSON.stringify(body)), host);
      } catch (error) {
        const problem = error instanceof ServerProblem ? error : unreachable(host, error, pace);
        const wait = problem.retryAfter ?? 0;
        // A long wait is the caller's, who can say so meanwhile.
        if (problem.retryAfter === null || attempt >= pace.attempts || wait > longestWait) throw problem;
        await sleep(Math.max(wait, pace.firstWait * 2 ** (attempt - 1)) * 1000);
      }
    }
  }

  async function fetchFrom(url: URL, body: string | null): Promise<string> {
    let at = url;
    for (let hops = 0; hops <= maxHops; hops++) {
      const answer = await exchange(at, body);
      if (answer.to === null) return answer.text;
      const next = new URL(answer.to, at);
      if (next.hostname !== at.hostname || (at.protocol === 'https:' && next.protocol !== 'https:')) {
        throw new ServerProblem(
          `The MLflow server at ${host} leads on to ${singleLine(next.origin)}: name that address`,
        );
      }
      at = next;
    }
    throw new ServerProblem(`The MLflow server at ${host} leads from one address to another without end`);
  }

  async function exchange(
    url: URL,
    body: string | null,
  ): Promise<{ readonly text: string; readonly to: string | null }> {
    const { promise, resolve, reject } = Promise.withResolvers<{ text: string; to: string | null }>();
    const client = await clientFor(url);
    const request = client.request(url, {
      method: body === null ? 'GET' : 'POST',
      agent: client.agent,
      timeout: pace.silence * 1000,
      signal: AbortSignal.timeout(pace.answer * 1000),
      headers: {
        accept: 'application/json',
        'user-agent': 'plateau',
        ...(credentials === null ? {} : { authorization: credentials }),
        ...(body === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      },
    });
    request.on('timeout', () => request.destroy(new SilentServer()));
    request.on('error', reject);
    request.on('response', (response) => {
      void take(response).then(resolve, (error: unknown) => {
        request.destroy();
        reject(error);
      });
    });
    request.end(body ?? undefined);
    return promise;
  }

  async function take(response: IncomingMessage): Promise<{ readonly text: string; readonly to: string | null }> {
    const { statusCode: status = 0, headers } = response;
    const pieces: Buffer[] = [];
    let size = 0;
    for await (const piece of response as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > maxAnswer) {
        throw new ServerProblem(
          `The MLflow server at ${host} answers with more than ${bytes(maxAnswer)} at once: it does not page (a file store behind it), so watch its files instead`,
        );
      }
      pieces.push(piece);
    }
    if (!response.complete)
      throw new ServerProblem(`The MLflow server at ${host} broke off its answer`, { retryAfter: 0 });
    const text = Buffer.concat(pieces).toString('utf8');
    if (status >= 300 && status < 400 && headers.location !== undefined) return { text: '', to: headers.location };
    if (status === 200) return { text, to: null };
    throw refusal(status, text, secondsOf(headers['retry-after']));
  }

  function refusal(status: number, text: string, retryAfter: number | null): ServerProblem {
    const said = messageIn(text);
    const because = said === null ? '' : `: ${said}`;
    if (status === 401) {
      return new ServerProblem(
        credentials === null
          ? `The MLflow server at ${host} asks who you are: set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN`
          : `The MLflow server at ${host} does not accept what ${credentialNames(environment)} say`,
      );
    }
    if (status === 403) return new ServerProblem(`The MLflow server at ${host} does not let you read this${because}`);
    if (status === 404 && said !== null)
      return new ServerProblem(`The MLflow server at ${host} says${because}`, { isMissing: true });
    if (status === 404)
      return new ServerProblem(`${host} answers, but not as an MLflow server: is the address right, with its path`);
    if (status === 429) {
      return new ServerProblem(`The MLflow server at ${host} asks to be asked less often`, {
        retryAfter: retryAfter ?? 1,
      });
    }
    if (status >= 500) {
      return new ServerProblem(`The MLflow server at ${host} fails with status ${status}${because}`, {
        retryAfter: retryAfter ?? 0,
      });
    }
    return new ServerProblem(`The MLflow server at ${host} refuses with status ${status}${because}`);
  }

  return { host, ask };
}

class SilentServer extends Error {}

/** Throws a sentence for what is no address. */
function baseOf(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new Error('An MLflow server is named by its address: http://HOST:5000, or https://HOST/PATH.');
  }
  url.hash = '';
  url.search = '';
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

/** Name and password go before a token, as for MLflow. */
function credentialsOf(base: URL, environment: Environment): string | null {
  const user = environment['MLFLOW_TRACKING_USERNAME'] ?? decoded(base.username);
  const password = environment['MLFLOW_TRACKING_PASSWORD'] ?? decoded(base.password);
  const token = environment['MLFLOW_TRACKING_TOKEN'] ?? '';
  if (user !== '' && password !== '') return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  return token === '' ? null : `Bearer ${token}`;
}

function credentialNames(environment: Environment): string {
  if (environment['MLFLOW_TRACKING_USERNAME'] !== undefined)
    return 'MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD';
  return environment['MLFLOW_TRACKING_TOKEN'] === undefined
    ? 'the name and password in its address'
    : 'MLFLOW_TRACKING_TOKEN';
}

/** Node's client for a protocol, and the agent that holds its connection. */
interface Client {
  readonly request: typeof httpRequest;
  readonly agent: Agent;
}

/**
 * Clients with the proxies of HTTP_PROXY, HTTPS_PROXY and NO_PROXY, made when first needed: what imports Node's HTTP
 * client loads its `fetch` too, a tenth of the time to the first frame. Idle they hold no process.
 */
function createClients(environment: Environment): (url: URL) => Promise<Client> {
  const insecure = /^(?:true|1)$/i.test(environment['MLFLOW_TRACKING_INSECURE_TLS'] ?? '');
  const usual = { keepAlive: true, maxSockets: 1, proxyEnv: environment };
  const open = {
    plain: async (): Promise<Client> => {
      const http = await import('node:http');
      return { request: http.request, agent: new http.Agent(usual) };
    },
    secure: async (): Promise<Client> => {
      const https = await import('node:https');
      const agent = new https.Agent({ ...usual, rejectUnauthorized: !insecure, ...certificatesOf(environment) });
      return { request: https.request, agent };
    },
  };
  let [plain, secure]: [Client | null, Client | null] = [null, null];
  return async ({ protocol }) =>
    protocol === 'https:' ? (secure ??= await open.secure()) : (plain ??= await open.plain());
}

/** Whom to trust besides the usual authorities, and one's own certificate and key, which are in one file. */
function certificatesOf(environment: Environment): AgentOptions {
  const authority = fileOf(environment, 'MLFLOW_TRACKING_SERVER_CERT_PATH');
  const own = fileOf(environment, 'MLFLOW_TRACKING_CLIENT_CERT_PATH');
  return { ...(authority === null ? {} : { ca: authority }), ...(own === null ? {} : { cert: own, key: own }) };
}

/** The contents of the file that a variable names; null where it names none. */
function fileOf(environment: Environment, variable: string): Buffer | null {
  const path = environment[variable] ?? '';
  if (path === '') return null;
  try {
    return readFileSync(path);
  } catch (error) {
    throw new ServerProblem(`${variable} names a file that cannot be read: ${errorMessage(error)}`);
  }
}

function unreachable(host: string, error: unknown, pace: HttpPace): ServerProblem {
  const server = `The MLflow server at ${host}`;
  if (error instanceof SilentServer)
    return new ServerProblem(`${server} says nothing for ${pace.silence} s`, { retryAfter: 0 });
  if (error instanceof Error && error.name === 'AbortError') {
    return new ServerProblem(`${server} has not answered within ${pace.answer} s`, { retryAfter: 0 });
  }
  const code = errorCode(error) ?? 'no reason given';
  const reason = certificateProblem(code, errorMessage(error));
  if (reason !== null) return new ServerProblem(`${server} ${reason}`);
  // The message of such an error may hold an address with a password.
  return new ServerProblem(`${server} cannot be reached (${code})`, { retryAfter: 0 });
}

/** What an error says of the certificates; null for another. Source: nodejs.org/api/tls.html, RFC 8446, 6 (alerts). */
function certificateProblem(code: string, message: string): string | null {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `has a certificate for another name (${code}): use the address that it is for`;
  if (/\balert (?:handshake failure|unknown ca|(?:bad |unsupported )?certificate)/i.test(message))
    return `does not accept who asks (${code}): name a file with your certificate and its key in MLFLOW_TRACKING_CLIENT_CERT_PATH`;
  if (code.startsWith('ERR_OSSL_'))
    return `cannot be asked with the certificates that MLFLOW_TRACKING_CLIENT_CERT_PATH or MLFLOW_TRACKING_SERVER_CERT_PATH name (${code})`;
  if (/CERT|SELF_SIGNED|UNABLE_TO/.test(code))
    return `has a certificate that is not trusted (${code}): name the file of its authority in MLFLOW_TRACKING_SERVER_CERT_PATH`;
  return null;
}

function parsed(text: string, host: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ServerProblem(
      `${host} answers with something else than JSON, such as a page to log in: is the address right, with its path`,
    );
  }
}

/** What the server says of an error, in JSON. */
function messageIn(text: string): string | null {
  try {
    const { message } = JSON.parse(text);
    return typeof message === 'string' ? singleLine(message).slice(0, 300).replace(/\.$/, '') : null;
  } catch {
    return null;
  }
}

/** `Retry-After`: seconds, or a date. Source: RFC 9110, 10.2.3. */
function secondsOf(header: string | undefined): number | null {
  if (header === undefined) return null;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.min(3600, Math.max(0, seconds)) : null;
}

const maxHops = 5;
/** A page has 100 kB. */
const maxAnswer = 32_000_000;
const longestWait = 10;
