import { openEnded } from '../app/afterEnd/continueRun.ts';
import { finishedOf, followToEnd, startFinishing } from '../app/afterEnd/finishRun.ts';
import { print, warn } from '../app/print.ts';
import { statusForExit } from '../app/exitStatus.ts';
import { type FinishPlan, planFinish } from '../continuing/finishPlan.ts';
import { lookHere } from '../continuing/look.ts';
import { describeFinished } from '../report/finished.ts';
import { lastStarted } from '../runs/linked/earlierRuns.ts';
import { openRun } from '../runs/runs.ts';
import { exitStatuses } from '../words/exitStatus.ts';
import { ask, hasPerson } from './options/ask.ts';
import { onePositional, parseArguments } from './options/args.ts';
import { environmentOf } from './options/environment.ts';
import { finishFlags } from './table/continuing.ts';

/**
 * `plateau finish [RUN]`: says what the trainer would have done at its end, asks, and does that as a run of its own,
 * whose figures are kept with the run. The exit status is that of the validation.
 */
export async function finish(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, finishFlags);
  const record = lastStarted(openRun(onePositional(positionals, 'RUN')));
  const ended = await openEnded(record);
  const plan = planFinish(ended, lookHere);
  if (!plan.can) throw new Error(plan.reason);
  const asks = hasPerson() && values.yes !== true && values['dry-run'] !== true;
  for (const line of describeFinishing(plan)) print(line);
  if (values['dry-run'] === true) return 0;
  if (asks && !/^y(?:es)?$/.test((await ask('Do it? y: yes, n: no [n] ')) ?? '')) {
    print('Nothing was started.');
    return exitStatuses.failure;
  }
  const started = await startFinishing(record, ended, plan, { environment: environmentOf(values.env ?? []) });
  if (values.detach === true) {
    print(started.id);
    print(`It runs. Its figures will be in: plateau status ${record.id}`);
    return 0;
  }
  const { exit, log } = await followToEnd(started, print);
  const measured = (await finishedOf(record)).find(({ run }) => run === started.id);
  if (measured !== undefined) print(describeFinished(measured, record.advice?.mapUnit ?? 'percent'));
  else if (plan.isMeasured) warn(`It printed no figures. What it said is in ${log}.`);
  const isUntrained = plan.isMeasured && measured === undefined;
  return exit === null ? exitStatuses.failure : statusForExit({ exit, isUntrained });
}

function describeFinishing({ cwd, steps, weights, writes, creates, notes }: FinishPlan): readonly string[] {
  return [
    ...steps.map(({ what, command }) => `Will ${what}: ${command}`),
    `  in: ${cwd}`,
    `  weights: ${weights.path}${weights.at === null ? '' : `, saved at ${weights.at}`}, which stay as they are`,
    ...(writes === null ? [] : [`  written first: ${writes.path}, with ${writes.what}`]),
    ...(creates === null ? [] : [`  a stripped copy: ${creates}`]),
    ...notes.map((note) => `  ${note}`),
  ];
}
