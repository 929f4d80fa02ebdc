import { placeOf } from '../run/evaluations.ts';
import type { Evaluation } from '../run/run.ts';
import { isKnown, stepsToCome } from '../run/selectors.ts';
import { count, counted } from '../words/count.ts';
import { duration } from '../words/duration.ts';
import { percent, points } from '../words/fraction.ts';
import type { Facts } from './facts.ts';
import { judgedEvaluations } from './judge.ts';
import { type Topic, topics } from './model/features.ts';
import { fallBetween, minChange } from './overFit.ts';
import type { Factor } from './verdict.ts';

/**
 * What speaks for and against going on, by topic, in the order of `topics`. A topic of which nothing is known is
 * absent.
 */
export function factorsOf(facts: Facts): readonly Factor[] {
  const outlook = facts.judgement?.outlook ?? null;
  return topics.flatMap((topic) => {
    const seen = measured[topic](facts);
    if (seen === null) return [];
    const parts = outlook?.contributions.filter((each) => each.topic === topic) ?? [];
    const effect = outlook === null ? null : parts.reduce((sum, part) => sum + part.effect, 0);
    return [{ topic, effect, ...seen }];
  });
}

/** What a factor does to the odds: `lowers the odds a lot`, the losses `lower` them; null where no model judges. */
export function effectText(factor: Pick<Factor, 'topic' | 'effect'>): string | null {
  const { effect } = factor;
  if (effect === null) return null;
  const size = Math.abs(effect);
  if (size < minEffect) return isPlural([factor]) ? 'hardly matter' : 'hardly matters';
  return `${moves(effect, isPlural([factor]))} the odds${amountText(size)}`;
}

/** Each factor as a line: `recent progress lowers the odds a lot: no gain over the last 60 epochs`. */
export function factorLines(factors: readonly Factor[]): string[] {
  return factors.map((factor) => {
    const does = effectText(factor);
    return `${factor.topic}${does === null ? '' : ` ${does}`}: ${factor.text}`;
  });
}

/**
 * What moves the odds, largest first, as a clause: `recent progress lowers that, time left raises it`; null for
 * nothing.
 */
export function movesText(factors: readonly Factor[]): string | null {
  const moving = factors.filter(isMoving).toSorted((one, other) => Math.abs(other.effect) - Math.abs(one.effect));
  const [first] = moving;
  if (first === undefined) return null;
  const isUp = first.effect > 0;
  const agreeing = moving.filter(({ effect }) => effect > 0 === isUp);
  const against = moving.filter(({ effect }) => effect > 0 !== isUp);
  const clauses = [`${joined(agreeing)} ${moves(first.effect, isPlural(agreeing))} that`];
  if (against.length > 0) clauses.push(`${joined(against)} ${moves(-first.effect, isPlural(against))} it`);
  return clauses.join(', ');
}

/** A smaller move is within what the model cannot tell. */
const minEffect = 0.02;

function isMoving(factor: Factor): factor is Factor & { readonly effect: number } {
  return factor.effect !== null && Math.abs(factor.effect) >= minEffect;
}

function moves(effect: number, ofSeveral: boolean): string {
  return `${effect > 0 ? 'raise' : 'lower'}${ofSeveral ? '' : 's'}`;
}

function isPlural(list: readonly Pick<Factor, 'topic'>[]): boolean {
  return list.length > 1 || list[0]?.topic === 'losses';
}

function amountText(size: number): string {
  if (size < 0.08) return ' a little';
  return size < 0.2 ? '' : ' a lot';
}

function joined(list: readonly Factor[]): string {
  const names = list.map(({ topic }) => topic);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

type Seen = Pick<Factor, 'text' | 'at'>;

const measured: Readonly<Record<Topic, (facts: Facts) => Seen | null>> = {
  'recent progress': recentProgress,
  'time left': timeLeft,
  losses,
  'learning rate': learningRate,
};

/** The gain of the best mAP lately, as a clause: see `Factor`; null with too few evaluations. */
export function recentGain(facts: Facts): string | null {
  return recentProgress(facts)?.text ?? null;
}

/** The gain of the best mAP over the last fifth of the plan, or over ten evaluations where there is no plan. */
function recentProgress({ curve, best, at, planned, unit, metric }: Facts): Seen | null {
  const last = curve.at(-1);
  if (metric.isLoss || last === undefined || best === null || at === null || curve.length < 2) return null;
  const span = planned === null ? last.at - curve.at(-Math.min(11, curve.length))!.at : Math.round(0.2 * planned);
  const before = curve.filter((point) => point.at <= last.at - span);
  if (before.length === 0)
    return { text: `${points(best.value)} in the first ${counted(last.at, unit)}`, at: curve[0]!.at };
  const gain = Math.max(
    0,
    Math.max(...curve.map(({ value }) => value)) - Math.max(...before.map(({ value }) => value)),
  );
  const over = `over the last ${counted(span, unit)}`;
  return { text: gain < 0.0005 ? `no gain ${over}` : `+${points(gain)} ${over}`, at: best.at };
}

function timeLeft({ progress, planned, at, unit, left }: Facts): Seen | null {
  if (progress === null || planned === null || at === null)
    return { text: 'the planned length is not known', at: null };
  const time = left === null || left <= 0 ? '' : `, ${duration(left)}`;
  return {
    text: `${percent(1 - progress, 0)} of the plan is left (${counted(Math.max(0, planned - at), unit)}${time})`,
    at,
  };
}

/** The losses since the best mAP, or, where that is new, since a fifth of the evaluations ago. */
function losses({ run, settings, best, unit }: Facts): Seen | null {
  const all = judgedEvaluations(run, settings).filter(
    (each) => isKnown(each.trainLoss) || isKnown(each.validationLoss),
  );
  const last = all.at(-1);
  if (last === undefined || all.length < 4) return null;
  const atBest = all.findIndex((each) => placeOf(run, each) === best?.at);
  const from = all[atBest >= 0 && atBest < all.length - 2 ? atBest : Math.floor(0.8 * (all.length - 1))]!;
  const validation = movement('validation loss', from, last, 'validationLoss');
  const training = movement('training loss', from, last, 'trainLoss');
  const at = placeOf(run, from);
  return {
    text: `${[validation, training].filter((text) => text !== null).join(', ')} since ${unit} ${count(at ?? 0)}`,
    at,
  };
}

function movement(
  name: string,
  from: Evaluation,
  to: Evaluation,
  figure: 'trainLoss' | 'validationLoss',
): string | null {
  const fall = fallBetween(from[figure], to[figure]);
  if (fall === null) return null;
  if (Math.abs(fall) < minChange) return `${name} flat`;
  return `${name} ${fall > 0 ? 'down' : 'up'} ${percent(Math.abs(fall), 0)}`;
}

/** What of its fall is still to come, which is where schedules gain. */
function learningRate({ run, settings, unit, planned }: Facts): Seen | null {
  const step = stepsToCome(run).find((each) => planned === null || each < planned);
  if (step !== undefined) return { text: `its next drop comes at ${unit} ${count(step)}`, at: step };
  if (run.plan.steps.length > 0) return { text: 'its last drop is done', at: run.plan.steps.at(-1)! };
  const highest = judgedEvaluations(run, settings).reduce<{ rate: number; at: number | null } | null>((top, each) => {
    const rate = isKnown(each.learningRate) ? each.learningRate : 0;
    return rate > (top?.rate ?? 0) ? { rate, at: placeOf(run, each) } : top;
  }, null);
  if (!isKnown(run.learningRate) || highest === null) return null;
  const share = Math.min(1, run.learningRate / highest.rate);
  if (share > 0.99) return { text: 'it has not come down yet', at: highest.at };
  return {
    text: share < 0.02 ? 'its fall is done' : `${percent(share, 0)} of its fall is still to come`,
    at: highest.at,
  };
}
