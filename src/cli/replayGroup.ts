import type { AdviceSettings } from '../advisor/verdict.ts';
import { groupRule } from '../advisor/group/groupRule.ts';
import { outrunTest, sideBySide } from '../advisor/group/sideBySide.ts';
import { circumstancesOf, type Overrides } from '../monitor/circumstances.ts';
import { type FinishedTraining, readFinished } from '../monitor/finishedTraining.ts';
import { groupReplayLines, groupReplayReport, stoppedReport } from '../report/group/groupReplay.ts';
import { print, printJson, warn } from '../app/print.ts';
import { usageError } from '../words/usageError.ts';
import { logOrRun } from './options/logOrRun.ts';
import { wholeNumber } from './options/args.ts';
import { type ViewValues, viewOptions } from './options/viewOptions.ts';

interface ReplayedRun extends FinishedTraining {
  readonly name: string;
}

/**
 * `plateau replay --group FILE|RUN FILE|RUN ... [--budget N[,N...]] [--keep N] [--json]`: how the advice between the
 * runs of a group would have gone, had they been trained side by side.
 */
export async function replayGroup(
  values: ViewValues & {
    readonly json?: boolean | undefined;
    readonly budget?: string | undefined;
    readonly keep?: string | undefined;
  },
  names: readonly string[],
): Promise<number> {
  if (names.length < 2) throw usageError('`plateau replay --group` needs two or more trainings: FILE or RUN each.');
  const keep = wholeNumber('keep', values.keep) ?? 1;
  if (keep < 1) throw usageError('--keep expects 1 or more: the run that leads is never stopped.');
  const runs = await comparable(names, budgetsOf(values.budget, names.length), values);
  const isOneUnit = runs.every(({ run }) => run.axis === runs[0]!.run.axis);
  const outcome = sideBySide(
    runs.map(({ name, points, planned, trained }) => ({
      run: name,
      points,
      cost: isOneUnit ? (planned ?? 0) : 1,
      trained,
    })),
    outrunTest(groupRule, keep),
  );
  if (values.json === true) {
    for (const stopped of outcome.stopped) printJson(stoppedReport(stopped));
    printJson(groupReplayReport(runs.length, outcome));
  } else for (const line of groupReplayLines(runs.length, outcome)) print(line);
  return 0;
}

/** Reads the trainings by a figure that all of them have: what is not the same figure is not compared. */
async function comparable(
  names: readonly string[],
  budgets: readonly (number | null)[],
  values: ViewValues,
): Promise<readonly ReplayedRun[]> {
  const runs = await readAll(names, budgets, values, {});
  const measured = runs.filter(({ metrics }) => metrics.length > 0);
  for (const { name } of runs.filter((each) => !measured.includes(each))) {
    warn(`${name} tells no mAP: it is counted as a run of the group, and never stopped.`);
  }
  const assumed = runs.filter(({ isAssumed }) => isAssumed).map(({ name }) => name);
  if (assumed.length > 0) {
    warn(
      `The planned length is not known of ${assumed.join(', ')}: its own length is taken for it (or tell --budget).`,
    );
  }
  const first = measured[0]?.metrics[0];
  if (first === undefined || values.metric !== undefined) return runs;
  if (measured.every(({ metrics }) => metrics[0] === first)) return runs;
  const shared = measured[0]!.metrics.find((metric) => measured.every(({ metrics }) => metrics.includes(metric)));
  if (shared === undefined) {
    throw new Error('These trainings have no metric in common, so that they cannot be compared: give those that have.');
  }
  warn(`Not all of them tell ${first.title}: they are compared by ${shared.title}.`);
  return readAll(names, budgets, values, { metric: shared.name });
}

async function readAll(
  names: readonly string[],
  budgets: readonly (number | null)[],
  values: ViewValues,
  settings: Partial<AdviceSettings>,
): Promise<readonly ReplayedRun[]> {
  const runs: ReplayedRun[] = [];
  for (const [index, name] of names.entries()) {
    const { source, record } = logOrRun(name);
    const { overrides } = await viewOptions(values, record);
    const asked: Overrides = {
      ...overrides,
      settings: { ...overrides.settings, ...settings },
      budget: budgets[index] ?? null,
    };
    runs.push({ name, ...(await readFinished(source, circumstancesOf(record, asked))) });
  }
  return runs;
}

/** One length for all, or one for each. */
function budgetsOf(text: string | undefined, runs: number): readonly (number | null)[] {
  const budgets = (text ?? '').split(',').map((each) => wholeNumber('budget', each === '' ? undefined : each));
  if (budgets.length !== 1 && budgets.length !== runs) {
    throw usageError(`--budget names ${budgets.length} lengths for ${runs} trainings: give one, or one for each.`);
  }
  return Array.from({ length: runs }, (_, index) => budgets[index] ?? budgets[0] ?? null);
}
