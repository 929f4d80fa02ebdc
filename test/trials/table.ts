import type { TrialOutcome } from './trial.ts';

/** The table of the trials, as docs/reliability.md quotes it. */
export function trialTable(outcomes: readonly TrialOutcome[]): string {
  const rows = outcomes.map(({ name, seed, steps, done, violations, missing }) => [
    name,
    String(seed),
    String(steps),
    missing === null ? doneText(done) : `not done: needs ${missing}`,
    String(violations.length),
  ]);
  return [['trial', 'seed', 'steps', 'what was done', 'violations'], ['---', '---:', '---:', '---', '---:'], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** What did not hold, and the command that repeats it. */
export function violationLines(outcomes: readonly TrialOutcome[]): readonly string[] {
  return outcomes.flatMap(({ name, seed, violations }) =>
    violations.map(
      ({ step, sentence }) =>
        `${name}, seed ${seed}, step ${step}: ${sentence}\n  again: npm run trials -- --only ${name} --seed ${seed} --step ${step}`,
    ),
  );
}

function doneText(done: ReadonlyMap<string, number>): string {
  return [...done]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([what, times]) => `${what} ${times.toLocaleString('en')}`)
    .join(', ');
}
