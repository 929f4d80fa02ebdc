import { openEnded, startContinuation } from '../app/afterEnd/continueRun.ts';
import { askedNotices } from '../app/keeperNotices.ts';
import { print } from '../app/print.ts';
import { lookHere } from '../continuing/look.ts';
import {
  type Ended,
  planRestart,
  planResume,
  type ResumePlan,
  type ResumeRefusal,
  type ResumeWish,
} from '../continuing/resumePlan.ts';
import { circumstancesOf } from '../monitor/circumstances.ts';
import { lastStarted } from '../runs/linked/earlierRuns.ts';
import { openRun } from '../runs/runs.ts';
import { shellQuote } from '../words/shellQuote.ts';
import { usageError } from '../words/usageError.ts';
import { nothingConfigured } from './configuration/configuration.ts';
import { ask, hasPerson } from './options/ask.ts';
import { onePositional, parseArguments, refuseSeveral } from './options/args.ts';
import { environmentOf } from './options/environment.ts';
import { noticeOptions } from './options/noticeOptions.ts';
import { showStarted } from './options/showStarted.ts';
import { viewOptions } from './options/viewOptions.ts';
import { continueFlags } from './table/continuing.ts';
import { noticeFlags, viewFlags } from './table/sharedFlags.ts';

/**
 * `plateau continue [RUN]`: says what would go on from its last save, asks, and starts it as a run of its own. Exit
 * status 1 where it cannot go on; without a terminal that of the trainer.
 */
export async function continueRun(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, { ...viewFlags, ...noticeFlags, ...continueFlags });
  refuseSeveral((['epochs', 'iterations', 'restart'] as const).filter((flag) => values[flag] !== undefined));
  const wish: ResumeWish = {
    longer: longerOf('epochs', values.epochs) ?? longerOf('iterations', values.iterations),
    evenIfChanged: values['even-if-changed'] === true,
  };
  const record = lastStarted(openRun(onePositional(positionals, 'RUN')));
  const options = await viewOptions(values, record);
  const ended = await openEnded(record);
  const asks = hasPerson() && values.yes !== true && values['dry-run'] !== true;
  const { plan, isSame } = await choosePlan(ended, wish, { restart: values.restart === true, asks });
  const isOnlySaid = asks || values['dry-run'] === true;
  for (const line of describePlan(plan, isOnlySaid ? 'Would start' : 'Starting')) print(line);
  if (values['dry-run'] === true) return 0;
  if (asks && !isYes(await ask('Start it? y: yes, n: no [n] '))) {
    print('Nothing was started.');
    return 1;
  }
  const asked = askedNotices(noticeOptions(values, nothingConfigured));
  const started = await startContinuation(record, plan, isSame, {
    advice: circumstancesOf(record, options.overrides).settings,
    notices: asked ?? record.notices ?? null,
    stdin: values.stdin ?? null,
    environment: environmentOf(values.env ?? []),
  });
  return showStarted(started, { by: 'plateau continue', detach: values.detach === true, options });
}

/** The plan to carry out. Throws the reason where there is none, or nobody wants the one there is. */
async function choosePlan(
  ended: Ended,
  wish: ResumeWish,
  { restart, asks }: { readonly restart: boolean; readonly asks: boolean },
): Promise<{ plan: ResumePlan; isSame: boolean }> {
  if (restart) return { plan: needed(planRestart(ended, lookHere)), isSame: false };
  const plan = planResume(ended, lookHere, wish);
  if (plan.can) return { plan, isSame: true };
  const instead = plan.restart ? planRestart(ended, lookHere) : null;
  if (instead?.can !== true) throw new Error(plan.reason);
  const offer = `A new training from ${instead.weights.path} can be started instead`;
  if (!asks) throw new Error(`${plan.reason} ${offer}: plateau continue --restart.`);
  print(plan.reason);
  if (!isYes(await ask(`${offer}. Look at it? y: yes, n: no [n] `))) throw new Error('Nothing was started.');
  return { plan: instead, isSame: false };
}

function needed(plan: ResumePlan | ResumeRefusal): ResumePlan {
  if (!plan.can) throw new Error(plan.reason);
  return plan;
}

function describePlan(plan: ResumePlan, what: string): readonly string[] {
  const { command, cwd, weights, copies, writes, notes } = plan;
  return [
    `${what}: ${command.map(shellQuote).join(' ')}`,
    `  in: ${cwd}`,
    `  from: ${weights.path}${weights.at === null ? '' : `, saved at ${weights.at}`}`,
    ...copies.map(({ from, to }) => `  copied first, since it is written over: ${from} to ${to}`),
    ...(writes === null ? [] : [`  written first: ${writes.path}, with ${writes.what}`]),
    ...notes.map((note) => `  ${note}`),
  ];
}

function longerOf(unit: 'epochs' | 'iterations', text: string | undefined): ResumeWish['longer'] {
  if (text === undefined) return null;
  const by = Number(/^\+?(\d{1,9})$/.exec(text)?.[1] ?? Number.NaN);
  if (!(by > 0)) throw usageError(`--${unit} expects how many more, such as +50, not \`${text}\`.`);
  return { by, unit };
}

function isYes(answer: string | null): boolean {
  return answer === 'y' || answer === 'yes';
}
