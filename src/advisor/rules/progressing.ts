import type { Finding } from '../compose.ts';
import type { Facts } from '../facts.ts';
import { count, counted, percent } from '../words.ts';

/** Nothing stands out: how long ago the best was says whether it is slowing down. */
export function progressing({ run, at, unit, metricName, curve, planned }: Facts): Finding {
  const best = run.best;
  const last = curve.at(-1);
  if (best === null || last === undefined || at === null) {
    return {
      name: 'too-few-points',
      action: 'continue',
      headline: 'not enough has been measured yet',
      meaning: 'Go on.',
    };
  }
  const since = at - best.at;
  const slow = since >= 0.1 * (planned ?? at);
  return {
    name: slow ? 'slowing' : 'improving',
    action: 'continue',
    headline: slow
      ? `no new best for ${counted(since, unit)} (best ${metricName} ${percent(best.value)} at ${count(best.at)})`
      : `${metricName} ${percent(last.value)}, best ${percent(best.value)} at ${unit} ${count(best.at)}`,
    meaning: slow
      ? 'The gain has become small or has paused. That is common in the middle of a schedule and no reason to stop by itself.'
      : 'The model is getting better.',
    evidence: [`Best ${metricName}: ${percent(best.value)} at ${unit} ${count(best.at)}; now ${percent(last.value)}.`],
  };
}
