import { splitWords } from '../../notices/splitWords.ts';
import { parseWebhook, type Webhook } from '../../notices/webhook.ts';
import { UsageError } from './usageError.ts';

/** The flags of every command that gives notice of what changes. */
export const noticeFlags = {
  'notify-command': { type: 'string' },
  webhook: { type: 'string', multiple: true },
} as const;

/** Whom to tell beside the terminal. */
export interface NoticeOptions {
  readonly command: readonly [string, ...string[]] | null;
  readonly webhooks: readonly Webhook[];
}

/** Throws `UsageError` naming the flag and the value that makes no sense. */
export function noticeOptions(values: {
  readonly 'notify-command'?: string | undefined;
  readonly webhook?: readonly string[] | undefined;
}): NoticeOptions {
  const command = values['notify-command'];
  return {
    command: command === undefined ? null : read('notify-command takes a program and its words', command, splitWords),
    webhooks: (values.webhook ?? []).map((text) => read('webhook takes', text, parseWebhook)),
  };
}

function read<Result>(what: string, text: string, reader: (text: string) => Result): Result {
  try {
    return reader(text);
  } catch (error) {
    const wanted = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      what.startsWith('webhook') ? `--${what} ${wanted}, not \`${text}\`.` : `--${what}: ${wanted}.`,
      { cause: error },
    );
  }
}
