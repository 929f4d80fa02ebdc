import type { RuleResult } from '../compose.ts';
import type { Facts } from '../facts.ts';
import { count } from '../../words/count.ts';
import { duration } from '../../words/duration.ts';

/**
 * A process that lives but has written nothing for long: at least a minute, ten times its usual gap, three times its
 * longest so far.
 */
export function stalled({ run, now, alive, state, quietSince, at, unit }: Facts): RuleResult | null {
  if (alive === false || state !== 'running' || quietSince === null || run.lines === 0) return null;
  const gaps = run.gaps.toSorted((left, right) => left - right);
  const median = gaps[gaps.length >> 1] ?? 0;
  const limit = Math.max(60, 10 * median, 3 * (gaps.at(-1) ?? 0));
  const quiet = now - quietSince;
  if (quiet < limit) return null;
  return {
    name: 'stalled',
    action: 'watch',
    headline: `nothing written for ${duration(quiet)}${at === null ? '' : ` (at ${unit} ${count(at)})`}`,
    meaning:
      'The process is there, but its log does not grow. It may be waiting for a disk, a lock or an answer, or evaluating a large set.',
    evidence: [
      `The last line came ${duration(quiet)} ago${median > 0 ? `; usually one comes every ${duration(Math.max(1, median))}` : ''}.`,
    ],
    causes: [
      'a full disk',
      'a data loader that hangs',
      'a question on the terminal that nobody answers',
      'a GPU that fell off the bus',
    ],
    todo: ['Look at the last lines of the log, at the GPU and at the free disk space.'],
  };
}
