import { firstWhere, ruleOver, steps, type StoppingRule } from './rule.ts';

export function neverRule(): StoppingRule {
  return ruleOver('never', [1], () => null);
}

/** Stop at a fixed fraction of the plan. */
export function fixedFractionRule(): StoppingRule {
  const rule = ruleOver('fixed fraction .5-.95', steps(0.5, 0.95, 0.01), (run, fraction) =>
    firstWhere(run, (at) => run.curve.progress[at]! >= fraction - rounding),
  );
  return { ...rule, needsPlan: true };
}

/**
 * The loss bands of the guide "When to Stop Training" (2.0 generic, 1.0 specialised, .5 fine-tuned), on the training
 * loss.
 */
export function lossBandRule(): StoppingRule {
  return ruleOver('loss bands', [2, 1, 0.5], (run, band) =>
    firstWhere(run, (at) => (run.curve.trainLoss[at] ?? Number.POSITIVE_INFINITY) <= band),
  );
}

/** The guide's "above 90 %". */
export function ninetyPercentRule(): StoppingRule {
  return ruleOver('mAP50 >= .9', [0.9], (run, level) => firstWhere(run, (at) => (run.curve.map50[at] ?? 0) >= level));
}

/**
 * Knows the whole curve: stops as soon as the best of the run is not more than a margin away. What no rule can beat.
 */
export function clairvoyantRule(): StoppingRule {
  return ruleOver('clairvoyant', steps(0, 0.05, 0.0005), (run, margin) => {
    const best = Math.max(...run.curve.map);
    return firstWhere(run, (at) => run.curve.map[at]! >= best - margin - rounding);
  });
}

const rounding = 1e-9;
