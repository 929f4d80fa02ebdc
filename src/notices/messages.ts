import { basename } from 'node:path';
import { readFileSync } from 'node:fs';
import { singleLine } from '../words/harmless.ts';
import type { Notice } from './notice.ts';
import type { Noticed } from './sender.ts';

/** The services that notices are posted to, and what all others get: JSON. */
export const webhookKinds = ['ntfy', 'slack', 'discord', 'teams', 'telegram', 'json'] as const;
export type WebhookKind = (typeof webhookKinds)[number];

/** What is posted. */
export interface Message {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | FormData;
}

/** The service of a host. Sources: the documentation that `messageOf` names. */
export function kindOfHost(host: string): WebhookKind {
  if (host.split('.').includes('ntfy')) return 'ntfy';
  if (/^hooks\.slack(?:-gov)?\.com$/.test(host)) return 'slack';
  if (/^(?:\w+\.)?discord(?:app)?\.com$/.test(host)) return 'discord';
  if (/\.webhook\.office\.com$|\.logic\.azure\.com$|\.api\.powerplatform\.com$/.test(host)) return 'teams';
  return host === 'api.telegram.org' ? 'telegram' : 'json';
}

/**
 * Writes a notice as a service expects it. Sources: https://docs.ntfy.sh/publish (message, title, priority),
 * https://api.slack.com/messaging/webhooks, https://discord.com/developers/docs/resources/webhook#execute-webhook,
 * https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors (an Adaptive Card in a message),
 * https://core.telegram.org/bots/api#sendmessage (chat_id is in the address).
 */
export function messageOf(kind: WebhookKind, notice: Notice, { id, title }: Noticed): Message {
  const name = singleLine(title);
  const text = `${name}: ${notice.text}`;
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
      return json({ text: slackText(text) });
    case 'discord':
      return discordMessage(text, notice.report ?? null);
    case 'teams':
      return json(teamsCard(name, notice.text));
    case 'telegram':
      return json({ text: text.slice(0, telegramLimit), link_preview_options: { is_disabled: true } });
    case 'json': {
      const { kind: what, verdict, action, urgency, report = null } = notice;
      return json({ title: name, run: id, kind: what, verdict, action, urgency, text: notice.text, report });
    }
    default:
      return kind satisfies never;
  }
}

/** Characters of a message, which longer ones are refused for. */
const telegramLimit = 4096;
const discordLimit = 2000;

function json(value: unknown): Message {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

/** A name must not mention anybody (`allowed_mentions`). A report goes along as a file. */
function discordMessage(text: string, report: string | null): Message {
  const payload = { content: text.slice(0, discordLimit), allowed_mentions: { parse: [] } };
  const file = report === null ? null : fileOrNull(report);
  if (report === null || file === null) return json(payload);
  const form = new FormData();
  form.set('payload_json', JSON.stringify(payload));
  form.set('files[0]', new Blob([file], { type: 'text/html' }), basename(report));
  return { headers: {}, body: form };
}

function fileOrNull(path: string): Buffer<ArrayBuffer> | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

function teamsCard(title: string, text: string): object {
  const block = (words: string, more: object): object => ({
    type: 'TextBlock',
    text: teamsText(words),
    wrap: true,
    ...more,
  });
  const card = {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.4',
    body: [block(title, { weight: 'Bolder' }), block(text, {})],
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card }],
  };
}

/** A text block reads a subset of Markdown. */
function teamsText(text: string): string {
  return text.replaceAll(/[\\*_[\]()#~`]/g, String.raw`\$&`);
}

/** Headers are ASCII; ntfy accepts other text encoded as in mail (RFC 2047). */
function headerText(text: string): string {
  return /^[\x20-\x7E]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
}

/** Source: https://api.slack.com/reference/surfaces/formatting#escaping. A run's name must not mention anybody. */
function slackText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
