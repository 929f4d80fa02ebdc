import { mapForecast } from '../../advisor/basis.ts';
import { placeOf } from '../../run/evaluations.ts';
import { bestCheckpoint, lastResumable, mapCurve, timeLeft } from '../../run/selectors.ts';
import { type ScreenFacts, isOver, place, stateWord } from '../state/facts/facts.ts';
import { count } from '../../words/count.ts';
import { duration } from '../../words/duration.ts';
import { number } from '../../words/number.ts';
import { metricText, metricTitles } from '../../words/metric.ts';
import { harmlessLines } from '../../words/harmless.ts';

/**
 * Returns the training in a few sentences: its outcome, the best and its file, the verdict, what to do next. One line
 * each, not wrapped.
 */
export function summaryLines(facts: ScreenFacts): string[] {
  const { run, verdict, trainer } = facts;
  const { unit, at, total } = place(run);
  const state = stateWord(facts).replaceAll(/[A-Z]+/g, (word) => (word.startsWith('SIG') ? word : word.toLowerCase()));
  const lines = [`${facts.title}: ${state}`];
  if (at !== null) {
    const of = total === null ? '' : ` of ${count(total, 'compact')}`;
    lines.push(
      `${unit === 'it' ? 'iteration' : 'epoch'} ${count(at, 'compact')}${of} after ${duration(run.elapsed, 'compact')} of training`,
    );
  }
  lines.push(...bestLines(facts), ...gainLines(facts), `verdict: ${verdict.words}: ${verdict.headline}`);
  for (const step of verdict.todo) lines.push(`next: ${step}`);
  if (run.loss !== null) {
    const last = run.nonFinite === null ? run.loss.last : Number.NaN;
    lines.push(`loss ${number(last, 'compact')}, lowest ${number(run.loss.min, 'compact')}`);
  }
  lines.push(...savedLines(facts));
  const goesOn = verdict.name !== 'diverged' && run.ended !== 'complete';
  if (isOver(facts) && facts.runId !== null) {
    lines.push(
      `to finish: F, or plateau finish ${facts.runId}`,
      `to go on: r in the summary, or plateau continue ${facts.runId}`,
    );
  } else if (trainer !== null && isOver(facts) && goesOn) lines.push(`to resume: ${trainer.habits.resume}`);
  const left = timeLeft(run);
  if (isOver(facts) && run.ended !== 'complete' && left !== null && left > 0) {
    lines.push(`time not spent: ${duration(left, 'compact')} of the plan`);
  }
  for (const process of facts.exit?.left ?? []) lines.push(`still alive: PID ${process.pid} ${process.command}`);
  return lines;
}

function savedLines({ run, verdict }: ScreenFacts): string[] {
  const saved = lastResumable(run);
  if (saved === null) return [];
  const at = saved.at === null ? '' : ` (${run.axis} ${count(saved.at, 'compact')})`;
  const isBroken = verdict.name === 'diverged' && saved.path !== verdict.keep?.path;
  return [`last saved: ${saved.path}${at}${isBroken ? ', which is broken like the loss' : ''}`];
}

/** Returns the same without what the header and the banner above show: name, state and verdict. */
export function summaryBelowBanner(facts: ScreenFacts): string[] {
  return summaryLines(facts)
    .slice(1)
    .filter((line) => !line.startsWith('verdict: '));
}

/** Returns what is printed on the normal screen when the dashboard closes. */
export function closingText(facts: ScreenFacts): string {
  const lines = [...summaryLines(facts), ...facts.troubles.map(({ text }) => text)];
  if (!isOver(facts)) {
    const process = facts.target === null ? '' : ` (${facts.target.name ?? `PID ${facts.target.pid}`})`;
    lines.push(whatGoesOn(facts, process));
    if (facts.comeBack !== null) lines.push(`Come back with: ${facts.comeBack}`);
  }
  return harmlessLines(lines);
}

function whatGoesOn({ ladder, paused }: ScreenFacts, process: string): string {
  if (paused)
    return `The training is still paused${process}: it keeps its memory, and does nothing until it is resumed.`;
  return ladder === null ? 'Only this view was closed.' : `The training goes on${process}.`;
}

/** Returns what the training has gained since the best, once it is over; what it may still gain, while it is not. */
function gainLines(facts: ScreenFacts): string[] {
  const { run, verdict } = facts;
  const { at } = place(run);
  const { best } = run;
  if (best === null || at === null) return [];
  if (isOver(facts)) {
    const since = at - best.at;
    const made = run.evaluations.findLastIndex((each) => placeOf(run, each) === best.at);
    // Unknown without an evaluation since.
    if (since <= 0 || made === -1 || made === run.evaluations.length - 1) return [];
    return [
      `since the best: ${count(since, 'compact')} ${run.axis}s and ${duration(Math.max(0, run.elapsed - run.evaluations[made]!.elapsed), 'compact')} without a gain`,
    ];
  }
  const left = timeLeft(run);
  if (left === null) return [];
  const forecast = mapForecast(verdict);
  const gain = forecast === null ? null : Math.max(0, forecast.mid - best.value);
  const brings = gain === null ? '' : `, which bring about +${(gain * 100).toFixed(1)} points`;
  return [`still to come: ${duration(left, 'compact')}${brings}`];
}

function bestLines(facts: ScreenFacts): string[] {
  const { run } = facts;
  const { best } = run;
  if (best === null) return mapCurve(run).length === 0 ? ['no evaluation was read'] : [];
  const { name: verdict, keep } = facts.verdict;
  const file = verdict === 'diverged' ? keep : (keep ?? bestCheckpoint(run));
  const where = file === null ? '' : `, keep ${file.path}`;
  const name = metricTitles[best.metric];
  return [
    `best ${name} ${metricText(best.value, facts.mapUnit, 'compact')} at ${run.axis} ${count(best.at, 'compact')}${where}`,
  ];
}
