import type { NoticeOptions } from '../../app/options.ts';
import { resolve } from 'node:path';
import { templateFault } from '../../notices/template.ts';
import { splitArgs } from '../../notices/splitArgs.ts';
import { parseWebhook } from '../../notices/webhook.ts';
import { type Configuration, nothingConfigured } from '../configuration/configuration.ts';
import { usageError } from '../../words/usageError.ts';
import { errorMessage } from '../../words/errors.ts';

/** The values of `noticeFlags`. */
export interface NoticeValues {
  readonly 'notify-command'?: string | undefined;
  readonly webhook?: readonly string[] | undefined;
  readonly 'notice-text'?: string | undefined;
  readonly 'report-on-end'?: string | undefined;
}

/**
 * Reads the flags of `noticeFlags`, else what is configured. Throws a usage error that names the flag and its value.
 */
export function noticeOptions(
  values: NoticeValues,
  { values: configured }: Configuration = nothingConfigured,
): NoticeOptions {
  const command = values['notify-command'] ?? configured.notifyCommand;
  return {
    command:
      command === undefined
        ? null
        : parsed(
            () => splitArgs(command),
            (problem) => `--notify-command expects a program and its arguments: ${problem}.`,
          ),
    webhooks: (values.webhook ?? configured.webhooks ?? []).map((text) =>
      parsed(
        () => parseWebhook(text),
        // What was given may hold a password.
        (expected) => `--webhook expects ${expected}.`,
      ),
    ),
    template: templateOf(values['notice-text'] ?? configured.noticeText),
    reportDirectory: values['report-on-end'] === undefined ? null : resolve(values['report-on-end']),
  };
}

function templateOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const fault = templateFault(text);
  if (fault !== null) throw usageError(`--notice-text expects a text with fields such as {title}: it has ${fault}.`);
  return text;
}

function parsed<Result>(parse: () => Result, sentence: (problem: string) => string): Result {
  try {
    return parse();
  } catch (error) {
    throw usageError(sentence(errorMessage(error)), { cause: error });
  }
}
