import process from 'node:process';
import type { RunRecord } from '../runs/runRecord.ts';
import { reviveKeepers } from '../keeper/reviveKeeper.ts';
import { listedTroubles } from '../runs/escapedNote.ts';
import { oncePerTraining, placesInTrainings } from '../runs/linked/trainings.ts';
import { listRuns } from '../runs/runs.ts';
import { type Member, standsForTraining } from '../fleet/member.ts';
import { merged } from '../fleet/merge.ts';
import { type Outcome, outcomes } from '../history/outcome.ts';
import { memberReport, runsTable } from '../report/runsTable.ts';
import { trainerNames } from '../trainers/index.ts';
import { localMembers } from '../app/fleet/localMembers.ts';
import { lookElsewhere } from '../app/fleet/openFleet.ts';
import { print, printJson, printText, warn } from '../app/print.ts';
import { removeRuns } from './removeRuns.ts';
import { usageError } from '../words/usageError.ts';
import { readConfiguration } from './configuration/configuration.ts';
import { fleetChoice } from './options/fleetOptions.ts';
import { oneOf, parseArguments, refusePositionals, seconds, wholeNumber } from './options/args.ts';
import { runsFlags } from './table/listing.ts';

/**
 * `plateau runs [--json] [filters]`: the trainings started here and on the hosts, newest first, each once however many
 * runs it took, and `plateau runs rm RUN...`. A record that cannot be read is named and does not hide the others, nor
 * does a host that is away.
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
  const choice = fleetChoice(values, readConfiguration(null, process.cwd()));
  const now = Date.now() / 1000;
  const elsewhere = lookElsewhere(choice);
  const { runs: all, problems } = listRuns();
  await reviveKeepers(all);
  const local = await matching(all, wanted, now);
  const { members, problems: away } = await elsewhere;
  const listed = chosen([local, members.filter((member) => matches(member, wanted, now))], wanted);
  if (values.json === true) printJson(listed.map(memberReport));
  else if (listed.length > 0) printText(runsTable(listed, now, process.stdout.isTTY ? process.stdout.columns : null));
  else print(all.length + members.length === 0 ? noRuns : 'No training matches.');
  const shown = new Set(listed.flatMap(({ runs: ofTraining }) => ofTraining));
  if (values.json !== true) for (const sentence of troubleLines(all.filter(({ id }) => shown.has(id)))) warn(sentence);
  for (const problem of [...problems, ...away]) warn(problem);
  return problems.length + away.length === 0 ? 0 : 1;
}

/** What is true of several trainings, as of those on one full disk, is said once. */
function troubleLines(listed: readonly RunRecord[]): readonly string[] {
  const troubles = listedTroubles(listed);
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
  /** Each run, not each training. */
  readonly each: boolean;
  readonly limit: number;
}

function filterOf(
  values: {
    readonly [flag in Exclude<keyof typeof runsFlags, 'json' | 'all' | 'state' | 'slurm'>]?: string | undefined;
  } & { readonly state?: string[] | undefined; readonly all?: boolean | undefined },
): Filter {
  const states = (values.state ?? []).flatMap((list) => list.split(',')).map((word) => oneOf('state', word, outcomes)!);
  return {
    // What never started has failed, too.
    states: states.includes('failed') ? [...states, 'failed-to-start'] : states,
    trainer: oneOf('trainer', values.trainer, trainerNames),
    name: values.name?.toLowerCase() ?? null,
    since: seconds('since', values.since),
    sort: oneOf('sort', values.sort, ['started', 'best', 'name']) ?? 'started',
    each: values.all === true,
    limit: wholeNumber('limit', values.limit) ?? Infinity,
  };
}

/** Members of this machine. Only the logs that the answer needs are read. */
async function matching(all: readonly RunRecord[], filter: Filter, now: number): Promise<readonly Member[]> {
  const { states, trainer, name, since, sort, limit, each } = filter;
  const places = placesInTrainings(all);
  const records = (each ? all : oncePerTraining(all, places)).filter(
    (record) =>
      isNamed([record.name, record.id, ...(places.get(record.id)?.runs ?? [])], name) &&
      (since === null || record.startedAt >= now - since) &&
      (states.length === 0 || mayBecome(record, states)),
  );
  const recordsTell = states.length === 0 && trainer === null && sort === 'started';
  const known = await localMembers(recordsTell ? records.slice(0, limit) : records, places);
  return known.filter((member) => matches(member, filter, now));
}

function matches(member: Member, { states, trainer, name, since, each }: Filter, now: number): boolean {
  return (
    (each || standsForTraining(member)) &&
    isNamed([member.name, member.run, ...member.runs], name) &&
    (since === null || member.startedAt >= now - since) &&
    (states.length === 0 || states.includes(member.state)) &&
    (trainer === null || member.trainer?.name === trainer)
  );
}

function isNamed(texts: readonly string[], part: string | null): boolean {
  return part === null || texts.some((text) => text.toLowerCase().includes(part));
}

/** The members that were asked for, each once, in the order that was. */
function chosen(sources: readonly (readonly Member[])[], { sort, limit }: Filter): readonly Member[] {
  return merged(sources, orders[sort]).slice(0, limit);
}

const newestFirst = (one: Member, other: Member): number =>
  other.startedAt - one.startedAt || (other.run > one.run ? 1 : -1);

/** mAP50-95 and mAP50 are not to be compared: the finer one goes first. Those without one come last. */
function bestFirst(one: Member, other: Member): number {
  const rank = ({ best }: Member) => (best === null ? 2 : best.metric === 'map50To95' ? 0 : 1);
  return rank(one) - rank(other) || (other.best?.value ?? 0) - (one.best?.value ?? 0) || newestFirst(one, other);
}

const orders: Readonly<Record<Filter['sort'], (one: Member, other: Member) => number>> = {
  started: newestFirst,
  best: bestFirst,
  name: (one, other) => (one.name < other.name ? -1 : Number(one.name > other.name)) || newestFirst(one, other),
};

/** A training that has not ended can only be unknown besides, whatever its log says. */
function mayBecome({ state }: RunRecord, states: readonly Outcome[]): boolean {
  return state === 'ended' || states.includes(state) || (state === 'running' && states.includes('unknown'));
}
