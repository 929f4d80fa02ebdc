import { setTimeout as sleep } from 'node:timers/promises';
import { isMail, mailFault } from './mailAddress.ts';
import { kindOfHost, type Message, messageOf, type WebhookKind, webhookKinds } from './messages.ts';
import type { Problem, Send } from './sender.ts';

/** The address that notices are posted to, and the format it expects. But for its host the address is a secret. */
export interface Webhook {
  /** With the user and the password, if it has them. */
  readonly url: URL;
  readonly kind: WebhookKind | 'mail';
}

/**
 * Timeout of an attempt, and the pauses before each further one, in seconds: a service that restarts is back by then.
 */
const webhookTimeout = 10;
const webhookPauses: readonly number[] = [1, 4, 15, 60];

/**
 * Parses the address that notices go to. The format follows from the host, or from a prefix: `ntfy+https://`,
 * `slack+https://`, `json+https://` ...; `mailto:`, `smtp:` and `smtps:` are mail. Throws a clause for anything else.
 */
export function parseWebhook(text: string): Webhook {
  const [, said, address = ''] = form.exec(text) ?? [];
  const url = URL.parse(address);
  if (url !== null && said === undefined && isMail(url)) {
    const fault = mailFault(url);
    if (fault !== null) throw new Error(fault);
    return { url, kind: 'mail' };
  }
  if (url === null || !/^https?:$/.test(url.protocol) || credentialsOf(url) === null) {
    throw new Error(
      'an address such as https://ntfy.sh/my-topic, https://hooks.slack.com/services/T/B/key or mailto:me@example.org',
    );
  }
  return { url, kind: kindNamed(said) ?? kindOfHost(url.hostname) };
}

/** The address as `parseWebhook` takes it again. */
export function webhookText({ url, kind }: Webhook): string {
  return kind === 'mail' ? url.href : `${kind}+${url.href}`;
}

const form = new RegExp(`^(?:(${webhookKinds.join('|')})\\+)?(.*)$`);

/**
 * Sends notices to an address. Retries while the service is busy or unreachable, not when it refuses. `pauses` are the
 * seconds before each further attempt.
 */
export function webhookSender(webhook: Webhook, pauses: readonly number[] = webhookPauses): Send {
  return async (notice, of, signal) => {
    for (let tries = 0; ; tries++) {
      const problem = await attempt(webhook, notice, of, signal);
      if (problem === null) return;
      const pause = pauses[tries];
      if (problem.isFinal || pause === undefined)
        throw new Error(`${nameOf(webhook.url)} took no notice: ${problem.text}.`);
      await sleep(pause * 1000, undefined, { signal });
    }
  };
}

/** What sends mail is loaded only where some is sent. */
async function attempt({ url, kind }: Webhook, ...[notice, of, signal]: Parameters<Send>): Promise<Problem | null> {
  if (kind === 'mail') return (await import('./mail.ts')).sendMail(url, notice, of);
  return post(url, messageOf(kind, notice, of), signal);
}

/** Only the host: the path of a webhook is a secret. */
function nameOf({ protocol, host }: URL): string {
  return protocol === 'mailto:' ? 'sendmail' : host;
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

function kindNamed(word: string | undefined): WebhookKind | null {
  return webhookKinds.find((kind) => kind === word) ?? null;
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
