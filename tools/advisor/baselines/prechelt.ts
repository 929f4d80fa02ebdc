import type { CorpusRun } from '../corpus.ts';
import { known, ruleOver, steps, type StoppingRule } from './rule.ts';

/** The three classes of criteria of Prechelt, Early Stopping - But When? (1998), on an error that should fall. */
export function precheltRules(): readonly StoppingRule[] {
  return errors.flatMap(({ on, errorOf }) => [
    ruleOver(`Prechelt GL on ${on}`, losses, (run, limit) => generalizationLoss(errorOf(run), limit)),
    ruleOver(`Prechelt PQ on ${on}`, quotients, (run, limit) => quotient(errorOf(run), run.curve.trainLoss, limit)),
    ruleOver(`Prechelt UP on ${on}`, allStrips, (run, strips) => upStrips(errorOf(run), strips)),
  ]);
}

type Series = readonly (number | null)[];

const errors: readonly { readonly on: string; readonly errorOf: (run: CorpusRun) => Series }[] = [
  { on: 'validation loss', errorOf: (run) => run.curve.validationLoss },
  { on: '1 - mAP', errorOf: (run) => run.curve.map.map((map) => 1 - map) },
];

/** The paper's 1-5 %, 0.5-3 and 2-8 strips, and what lies around them. */
const losses = [0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50];
const quotients = [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 8, 12];
const allStrips = steps(2, 12, 1);
const stripLength = 5;

/** GL: the error is so many per cent over its lowest. */
function generalizationLoss(error: Series, limit: number): number | null {
  let lowest = Number.POSITIVE_INFINITY;
  for (const [at, value] of known(error)) {
    lowest = Math.min(lowest, value);
    if (100 * (value / lowest - 1) > limit) return at;
  }
  return null;
}

/** PQ: the generalization loss over the progress of the training loss, looked at at the end of each strip. */
function quotient(error: Series, train: Series, limit: number): number | null {
  let lowest = Number.POSITIVE_INFINITY;
  for (const [at, value] of known(error)) {
    lowest = Math.min(lowest, value);
    if ((at + 1) % stripLength !== 0) continue;
    const strip = train.slice(at + 1 - stripLength, at + 1).filter((loss) => loss !== null);
    if (strip.length < stripLength) continue;
    const mean = strip.reduce((sum, loss) => sum + loss, 0) / strip.length;
    const progress = 1000 * (mean / Math.min(...strip) - 1);
    if ((100 * (value / lowest - 1)) / progress > limit) return at;
  }
  return null;
}

/** UP: the error rose from the end of one strip to the end of the next, so many strips in a row. */
function upStrips(error: Series, strips: number): number | null {
  let before = Number.POSITIVE_INFINITY;
  let risen = 0;
  for (const [at, value] of known(error)) {
    if ((at + 1) % stripLength !== 0) continue;
    risen = value > before ? risen + 1 : 0;
    before = value;
    if (risen >= strips) return at;
  }
  return null;
}
