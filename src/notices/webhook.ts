import { setTimeout as sleep } from 'node:timers/promises';
import type { Notice } from './notice.ts';
import type { Noticed, Send } from './sender.ts';
import { singleLine } from '../words/harmless.ts';

/** The address that notices are posted to, and the format it expects. But for its host the address is a secret. */
export interface Webhook {
  /** With the user and the password, if it has them. */
  readonly url: URL;
  readonly kind: 'ntfy' | 'slack' | 'json';
}

/**
 * Timeout of an attempt, and the pauses before each further one, in seconds: a service that restarts is back by then.
 */
const webhookTimeout = 10;
const webhookPauses: readonly number[] = [1, 4, 15, 60];

/**
 * Parses the address of a webhook. The format follows from the host, or from a prefix: `ntfy+https://`,
 * `slack+https://`, `json+https://`. Throws a clause for anything else.
 */
export function parseWebhook(text: string): Webhook {
  const [, said, address = ''] = /^(?:(ntfy|slack|json)\+)?(.*)$/.exec(text) ?? [];
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol) || credentialsOf(url) === null) {
    throw new Error('an address such as https://ntfy.sh/my-topic or https://hooks.slack.com/services/T/B/key');
  }
  return { url, kind: kindNamed(said) ?? kindOf(url.hostname) };
}

/**
 * Posts notices. Retries while the service is busy or unreachable, not when it refuses. `pauses` are the seconds before
 * each further attempt.
 */
export function webhookSender({ url, kind }: Webhook, pauses: readonly number[] = webhookPauses): Send {
  return async (notice, of, signal) => {
    for (let tries = 0; ; tries++) {
      const problem = await post(url, messageOf(kind, notice, of), signal);
      if (problem === null) return;
      const pause = pauses[tries];
      // Only the host: the path of a webhook is a secret.
      if (problem.isFinal || pause === undefined) throw new Error(`${url.host} took no notice: ${problem.text}.`);
      await sleep(pause * 1000, undefined, { signal });
    }
  };
}

/**
 * The address without its user and password, which `fetch` does not take, and the header that says them (RFC 7617);
 * null when they are not encoded as an address wants it.
 */
function credentialsOf(url: URL): { readonly bare: URL; readonly headers: Readonly<Record<string, string>> } | null {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  if (url.username === '' && url.password === '') return { bare, headers: {} };
  try {
    const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    return { bare, headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } };
  } catch {
    return null;
  }
}

function kindNamed(word: string | undefined): Webhook['kind'] | null {
  return word === 'ntfy' || word === 'slack' || word === 'json' ? word : null;
}

function kindOf(host: string): Webhook['kind'] {
  if (host.split('.').includes('ntfy')) return 'ntfy';
  return /^hooks\.slack(?:-gov)?\.com$/.test(host) ? 'slack' : 'json';
}

interface Message {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sources: https://docs.ntfy.sh/publish (message, title, priority), https://api.slack.com/messaging/webhooks. */
function messageOf(kind: Webhook['kind'], notice: Notice, { id, title }: Noticed): Message {
  const name = singleLine(title);
  const json = { 'content-type': 'application/json' };
  switch (kind) {
    case 'ntfy':
      return {
        headers: {
          'content-type': 'text/plain; charset=utf-8',
          title: headerText(name),
          priority: { low: '2', normal: '3', high: '4' }[notice.urgency],
        },
        body: notice.text,
      };
    case 'slack':
      return { headers: json, body: JSON.stringify({ text: slackText(`${name}: ${notice.text}`) }) };
    case 'json': {
      const { kind: what, verdict, action, urgency, text } = notice;
      return {
        headers: json,
        body: JSON.stringify({ title: name, run: id, kind: what, verdict, action, urgency, text }),
      };
    }
  }
}

/** Headers are ASCII; ntfy accepts other text encoded as in mail (RFC 2047). */
function headerText(text: string): string {
  return /^[\x20-\x7E]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
}

/** Source: https://api.slack.com/reference/surfaces/formatting#escaping. A run's name must not mention anybody. */
function slackText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

interface Problem {
  readonly text: string;
  /** Whether a further attempt is useless. */
  readonly isFinal: boolean;
}

async function post(url: URL, { headers, body }: Message, signal: AbortSignal): Promise<Problem | null> {
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(webhookTimeout * 1000)]);
    const { bare, headers: credentials } = credentialsOf(url)!;
    const response = await fetch(bare, {
      method: 'POST',
      headers: { ...headers, ...credentials },
      body,
      signal: limit,
    });
    await response.body?.cancel();
    if (response.ok) return null;
    const isFinal = response.status < 500 && response.status !== 408 && response.status !== 429;
    return { text: `it answered ${response.status}`, isFinal };
  } catch (error) {
    return { text: reasonOf(error), isFinal: signal.aborted };
  }
}

/** The reason of a failed `fetch` is its cause, of which only the code is told: its message may hold the address. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${webhookTimeout} s`;
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
  return `it cannot be reached (${code ?? cause.name})`;
}
