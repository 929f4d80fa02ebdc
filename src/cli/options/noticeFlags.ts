import type { NoticeOptions } from '../../app/options.ts';
import { splitWords } from '../../notices/splitWords.ts';
import { parseWebhook } from '../../notices/webhook.ts';
import { usageError } from '../../words/usageError.ts';
import { errorMessage } from '../../words/errors.ts';

/** The flags of every command that gives notice of what changes. */
export const noticeFlags = {
  'notify-command': { type: 'string' },
  webhook: { type: 'string', multiple: true },
} as const;

/** Reads the flags of `noticeFlags`. Throws a usage error that names the flag and its value. */
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
    const wanted = errorMessage(error);
    throw usageError(what.startsWith('webhook') ? `--${what} ${wanted}, not \`${text}\`.` : `--${what}: ${wanted}.`, {
      cause: error,
    });
  }
}
