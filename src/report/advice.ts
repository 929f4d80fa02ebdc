import type { Verdict } from '../advisor/verdict.ts';
import { position } from '../run/reduce.ts';
import type { Run } from '../run/run.ts';
import { progressOf, timeLeft } from '../run/selectors.ts';
import { factorLines } from '../advisor/factors.ts';
import { harmlessLines } from '../words/harmless.ts';

/** The verdict as `plateau advise --json` prints it, with where the training is. */
export function adviceReport(run: Run, verdict: Verdict) {
  return {
    verdict: verdict.name,
    action: verdict.action,
    headline: verdict.headline,
    meaning: verdict.meaning,
    evidence: verdict.evidence,
    against: verdict.against,
    causes: verdict.causes,
    todo: verdict.todo,
    keep: verdict.keep,
    probability: verdict.chance,
    forecast: verdict.forecast,
    words: verdict.words,
    factors: verdict.factors,
    pattern: verdict.pattern,
    [run.axis]: position(run),
    progress: progressOf(run),
    secondsLeft: timeLeft(run),
    best: run.best,
  };
}

/** The verdict with all its reasons, for a person. */
export function adviceText(verdict: Verdict): string {
  return harmlessLines([
    `${verdict.words}: ${verdict.headline}`,
    verdict.meaning,
    ...section('what moves the odds', factorLines(verdict.factors)),
    ...section('for', verdict.evidence),
    ...section('against', verdict.against),
    ...section('pattern', verdict.pattern === null ? [] : [verdict.pattern.text, ...verdict.pattern.todo]),
    ...section('possible causes', verdict.causes),
    ...section('what to do', verdict.todo),
    ...(verdict.keep === null ? [] : ['', `keep: ${verdict.keep.path}`]),
  ]);
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  - ${line}`)];
}
