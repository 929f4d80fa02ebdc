import { isInstalled } from '../support/real/programs.ts';
import { openStage } from './kit/stage.ts';
import type { Trial, TrialOutcome, Violation } from './trial.ts';

/** How long a trial lasts, and with which numbers. */
export interface TrialOptions {
  readonly seed: number;
  /** After so many seconds no further step begins; one is always done. */
  readonly seconds: number;
  /** Only this step, which violated something before; absent: all from the first on. */
  readonly only?: number | undefined;
}

/** Most violations that are worth reading. */
const maxViolations = 20;

/** Does the steps of a trial until its time is over. */
export async function runTrial(trial: Trial, { seed, seconds, only }: TrialOptions): Promise<TrialOutcome> {
  const done = new Map<string, number>();
  const violations: Violation[] = [];
  const missing = missingFor(trial);
  const end = performance.now() + seconds * 1000;
  let steps = 0;
  for (let step = only ?? 1; missing === null && violations.length < maxViolations; step++) {
    await runStep(trial, seed, step, done, (sentence) => violations.push({ step, sentence }));
    steps++;
    if (only !== undefined || performance.now() >= end) break;
  }
  return { name: trial.name, seed, steps, done, violations, missing };
}

function missingFor({ program, needs, isPossible }: Trial): string | null {
  const absent = ['python3', ...(program === undefined ? [] : [program])].find((each) => !isInstalled(each));
  return absent ?? (isPossible() ? null : needs);
}

async function runStep(
  trial: Trial,
  seed: number,
  step: number,
  done: Map<string, number>,
  violation: (sentence: string) => void,
): Promise<void> {
  const did = (what: string, times = 1): void => {
    done.set(what, (done.get(what) ?? 0) + times);
  };
  const { stage, close } = openStage(trial.name, seed, step, { did, violation });
  try {
    await trial.step(stage);
  } catch (error) {
    violation(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  await close();
}
