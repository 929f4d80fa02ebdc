import process from 'node:process';
import { openHistory } from '../history/history.ts';
import { statusOfRun } from '../history/runStatus.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { reviveKeepers } from '../keeper/reviveKeeper.ts';
import { listedTroubles } from '../runs/escapedNote.ts';
import { listRuns } from '../runs/runs.ts';
import { type Outcome, outcomeOf, outcomes } from '../history/outcome.ts';
import { listedRunReport, type ListedRun, runsTable } from '../report/runsTable.ts';
import { trainerNames } from '../trainers/index.ts';
import { print, printJson, printText, warn } from '../app/print.ts';
import { removeRuns } from './removeRuns.ts';
import { usageError } from '../words/usageError.ts';
import { oneOf, parseArguments, refusePositionals, seconds, wholeNumber } from './options/args.ts';
import { runsFlags } from './table/listing.ts';

/**
 * `plateau runs [--json] [filters]`: the trainings started here, newest first, and `plateau runs rm RUN...`. A record
 * that cannot be read is named and does not hide the others.
 */
export async function runs(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, runsFlags);
  if (positionals[0] === 'rm') {
    const flag = Object.keys(values)[0];
    if (flag !== undefined) throw usageError(`Unknown option '--${flag}' of \`plateau runs rm\`.`);
    return removeRuns(positionals.slice(1));
  }
  refusePositionals(positionals);
  const wanted = filterOf(values);
  const now = Date.now() / 1000;
  const { runs: all, problems } = listRuns();
  await reviveKeepers(all);
  const listed = await matching(all, wanted, now);
  if (values.json === true) printJson(listed.map(listedRunReport));
  else if (listed.length > 0) printText(runsTable(listed, now, process.stdout.isTTY ? process.stdout.columns : null));
  else print(all.length === 0 ? noRuns : 'No training matches.');
  if (values.json !== true) for (const sentence of troubleLines(listed)) warn(sentence);
  for (const problem of problems) warn(problem);
  return problems.length === 0 ? 0 : 1;
}

/** What is true of several trainings, as of those on one full disk, is said once. */
function troubleLines(listed: readonly ListedRun[]): readonly string[] {
  const troubles = listedTroubles(listed.map(({ record }) => record));
  const byText = Map.groupBy(troubles, ([, text]) => text);
  return Array.from(byText, ([text, ofThese]) => `${ofThese.map(([id]) => id).join(', ')}: ${text}`);
}

const noRuns = 'No training has been started here yet. Start one with: plateau run -- COMMAND ...';

interface Filter {
  readonly states: readonly Outcome[];
  readonly trainer: string | null;
  readonly name: string | null;
  /** Seconds back from now. */
  readonly since: number | null;
  readonly sort: 'started' | 'best' | 'name';
  readonly limit: number;
}

function filterOf(
  values: {
    readonly [flag in Exclude<keyof typeof runsFlags, 'json' | 'state'>]?: string | undefined;
  } & { readonly state?: string[] | undefined },
): Filter {
  const states = (values.state ?? []).flatMap((list) => list.split(',')).map((word) => oneOf('state', word, outcomes)!);
  return {
    // What never started has failed, too.
    states: states.includes('failed') ? [...states, 'failed-to-start'] : states,
    trainer: oneOf('trainer', values.trainer, trainerNames),
    name: values.name?.toLowerCase() ?? null,
    since: seconds('since', values.since),
    sort: oneOf('sort', values.sort, ['started', 'best', 'name']) ?? 'started',
    limit: wholeNumber('limit', values.limit) ?? Infinity,
  };
}

/** Only the logs that the answer needs are read. */
async function matching(all: readonly RunRecord[], filter: Filter, now: number): Promise<ListedRun[]> {
  const { states, trainer, name, since, sort, limit } = filter;
  const records = all.filter(
    (record) =>
      (name === null || [record.name, record.id].some((text) => text.toLowerCase().includes(name))) &&
      (since === null || record.startedAt >= now - since) &&
      (states.length === 0 || mayBecome(record, states)),
  );
  const recordsTell = states.length === 0 && trainer === null && sort !== 'best';
  const sorted =
    sort === 'name'
      ? records.toSorted((one, other) => (one.name < other.name ? -1 : Number(one.name > other.name)))
      : records;
  const candidates = recordsTell ? sorted.slice(0, limit) : sorted;
  const history = openHistory(warn);
  try {
    const known: ListedRun[] = [];
    for (const record of candidates) {
      known.push({ record, summary: (await statusOfRun(record, history)).summary });
    }
    const listed = known.filter(
      ({ record, summary }) =>
        (states.length === 0 || states.includes(outcomeOf(record, summary))) &&
        (trainer === null || summary.trainer?.name === trainer),
    );
    return (sort === 'best' ? listed.toSorted(bestFirst) : listed).slice(0, limit);
  } finally {
    history.close();
  }
}

/** A training that has not ended can only be unknown besides, whatever its log says. */
function mayBecome({ state }: RunRecord, states: readonly Outcome[]): boolean {
  return state === 'ended' || states.includes(state) || (state === 'running' && states.includes('unknown'));
}

/** mAP50-95 and mAP50 are not to be compared: the finer one goes first. Those without one come last. */
function bestFirst({ summary: one }: ListedRun, { summary: other }: ListedRun): number {
  const rank = ({ best }: ListedRun['summary']) => (best === null ? 2 : best.metric === 'map50To95' ? 0 : 1);
  return rank(one) - rank(other) || (other.best?.value ?? 0) - (one.best?.value ?? 0);
}
