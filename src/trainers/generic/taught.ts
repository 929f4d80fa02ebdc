import type { RE2JS } from 're2js';
import { errorMessage } from '../../words/errors.ts';
import { ownFigure } from '../../run/metric.ts';
import { isOwnMetric, metricNames, type MetricRow } from './metrics.ts';

/**
 * The row that `NAME=REGEX` of `--metric` stands for. The expression is RE2's, whose work is in proportion to the
 * length of a line whatever the expression; that of JavaScript's own can double with each letter.
 * Rejects with a full sentence when the name can be none of a metric, or the expression is none of RE2 with a group.
 */
export async function metricRowOf(text: string): Promise<MetricRow> {
  const equals = text.indexOf('=');
  if (equals < 1) {
    throw new Error(`--metric ${text} is not of the form NAME=REGEX: write it like --metric 'loss=total loss (\\S+)'.`);
  }
  const metric = taughtName(text);
  if (isOwnMetric(metric) && !ownFigure.test(metric)) throw notTeachable(metric);
  return taughtRow(metric, text.slice(equals + 1));
}

/** The name in `NAME=REGEX`. */
export function taughtName(text: string): string {
  return text.slice(0, text.indexOf('='));
}

/**
 * The first name of a user's own figure by which the training is not judged: it would be of no use, so that it is a
 * misspelt one; undefined for none. `judged`: the own figures in what it is judged by.
 */
export function unusedName(names: readonly string[], judged: readonly string[]): string | undefined {
  return names.find((name) => isOwnMetric(name) && !judged.includes(name));
}

/** Says that a name is none of `metricNames`, and none of a figure by which the training is judged. */
export function notTeachable(name: string): Error {
  const own = ownFigure.test(name) ? `, or one that the training is judged by, as with --metric ${name}` : '';
  return new Error(`${name} is not a metric that can be taught: it must be one of ${metricNames.join(', ')}${own}.`);
}

async function taughtRow(metric: string, pattern: string): Promise<MetricRow> {
  const expression = await compiled(metric, pattern);
  if (expression.groupCount() === 0) {
    throw new Error(
      `The regular expression of the metric ${metric} has no group: put brackets around the number, as in ${metric}: (\\S+).`,
    );
  }
  if (expression.programSize() > maxProgramSize) {
    throw new Error(`The regular expression of the metric ${metric} is too large: repeat less in it.`);
  }
  return {
    metric,
    find: (text) => {
      const matcher = expression.matcher(text.slice(0, maxTextLength));
      const printed = matcher.find() ? matcher.group(1) : null;
      return printed === null ? null : { printed, end: matcher.end(1) };
    },
  };
}

/** The engine is large, and needed by few: it is loaded with the first expression. */
async function compiled(metric: string, pattern: string): Promise<RE2JS> {
  const { RE2JS: engine } = await import('re2js');
  try {
    return engine.compile(engine.translateRegExp(pattern));
  } catch (error) {
    throw new Error(`The regular expression of the metric ${metric} cannot be read, ${reasonFor(pattern, error)}.`, {
      cause: error,
    });
  }
}

function reasonFor(pattern: string, error: unknown): string {
  const unbounded = /\(\?<?[=!]/.test(pattern)
    ? 'it looks ahead or behind'
    : /\\(?:[1-9]|k<)/.test(pattern)
      ? 'it refers back to a group'
      : null;
  if (unbounded === null) return `please correct it: ${errorMessage(error).replace(/^error parsing regexp: /, '')}`;
  return `because ${unbounded}, which can take for ever on a long line; write it in the syntax of RE2`;
}

/** Instructions of an expression: times the length of a text, that is the most that one match can take. */
const maxProgramSize = 1000;
/** Characters of a line that are looked at: a metric is printed near the beginning. */
const maxTextLength = 4096;
