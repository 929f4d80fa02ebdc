import { existsSync, globSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import process from 'node:process';
import { groupRule } from '../advisor/group/groupRule.ts';
import { outrunTest, sideBySide, type StoppedRun } from '../advisor/group/sideBySide.ts';
import type { OutrunFacts } from '../advisor/facts.ts';
import type { Verdict } from '../advisor/verdict.ts';
import { printJson, printText, warn } from '../app/print.ts';
import { circumstancesOf, type Overrides } from '../monitor/circumstances.ts';
import { figuresSource } from '../monitor/discovery/figuresSource.ts';
import { type FinishedTraining, readFinished } from '../monitor/finishedTraining.ts';
import { readTraining } from '../monitor/readTraining.ts';
import { readOthers } from '../monitor/others/readOthers.ts';
import { keptRuns } from '../monitor/others/outrunFacts.ts';
import { runMark } from '../processes/proc/escaped.ts';
import { groupAdviceReport, groupAdviceText } from '../report/group/groupAdvice.ts';
import { findGroup } from '../runs/group/findGroup.ts';
import { areComparable } from '../runs/group/groupOf.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { runSource } from '../runs/runSource.ts';
import { openRun } from '../runs/runs.ts';
import type { LogSource } from '../log/logSource.ts';
import type { Run } from '../run/run.ts';
import { exitStatuses } from '../words/exitStatus.ts';
import { usageError } from '../words/usageError.ts';
import { onePositional, wholeNumber } from './options/args.ts';
import { type ViewValues, viewOptions } from './options/viewOptions.ts';

/** A training of the group, by the name that it has among the others. */
interface Candidate {
  readonly name: string;
  readonly source: LogSource;
  readonly record: RunRecord | null;
}

/**
 * `plateau advise --group NAME|DIR [FILE|RUN] [--json] [--keep N]`: whether a run is outrun by the others of its group.
 * Exit status: that of its verdict; without FILE or RUN 10 when any run is outrun, else 0.
 */
export async function adviseGroup(
  group: string,
  values: ViewValues & {
    readonly json?: boolean | undefined;
    readonly budget?: string | undefined;
    readonly keep?: string | undefined;
  },
  positionals: readonly string[],
): Promise<number> {
  const asked = onePositional(positionals, 'FILE or RUN') ?? process.env[runMark] ?? null;
  const told = wholeNumber('keep', values.keep);
  if (told === 0) throw usageError('--keep expects 1 or more: the run that leads is never stopped.');
  const overrides = async (record: RunRecord | null): Promise<Overrides> => ({
    ...(await viewOptions(values, record)).overrides,
    budget: wholeNumber('budget', values.budget),
  });
  const all = isDirectory(group) ? inDirectory(group) : ofRuns(group);
  const self = asked === null ? null : selfOf(asked, all);
  const keep = told ?? self?.record?.keep ?? all.find(({ record }) => record?.keep)?.record?.keep ?? keptRuns;
  const candidates = self?.record
    ? all.filter(({ record }) => record === null || areComparable(record, self.record!))
    : all;
  const read: (Candidate & FinishedTraining)[] = [];
  for (const candidate of candidates) {
    const training = await readOrNull(candidate, await overrides(candidate.record));
    if (training !== null) read.push({ ...candidate, ...training });
  }
  const metric = (self === null ? read[0] : read.find(({ name }) => name === self.name))?.metrics[0];
  const compared = read.filter(({ metrics }) => metrics[0] === metric && metric !== undefined);
  const { stopped } = sideBySide(
    compared.map(({ name, points, planned, trained }) => ({ run: name, points, cost: planned ?? 0, trained })),
    outrunTest(groupRule, keep),
  );
  const standings = compared.map(({ name, points }) => ({
    run: name,
    share: points.at(-1)?.share ?? null,
    best: points.at(-1)?.best ?? null,
    outrun: stopped.some(({ run }) => run === name),
  }));
  if (self === null) {
    if (values.json === true) printJson(groupAdviceReport(group, standings, null, null));
    else printText(groupAdviceText(group, standings, null));
    return stopped.length > 0 ? exitStatuses.mayStop : exitStatuses.success;
  }
  const own = stopped.find(({ run }) => run === self.name) ?? null;
  const { run, verdict } = await verdictOf(
    self,
    await overrides(self.record),
    keptFacts(self.record) ?? factsOf(own, compared.length - stopped.length),
  );
  if (values.json === true) printJson(groupAdviceReport(group, standings, run, verdict));
  else printText(groupAdviceText(group, standings, verdict));
  return verdict.exitStatus;
}

/** What the keeper of a run has decided; null where it has none, or has not decided that it is outrun. */
function keptFacts(record: RunRecord | null): OutrunFacts | null {
  return record === null ? null : (readOthers(record).outrun ?? null);
}

function factsOf(stopped: StoppedRun | null, left: number): OutrunFacts | null {
  if (stopped === null || stopped.outrun === null) return null;
  return { ...stopped.outrun, left };
}

async function verdictOf(
  { source, record }: Candidate,
  overrides: Overrides,
  outrun: OutrunFacts | null,
): Promise<{ readonly run: Run; readonly verdict: Verdict }> {
  const training = await readTraining(source, circumstancesOf(record, overrides, { others: () => ({ outrun }) }));
  return { run: training.run, verdict: training.verdict(training.now()) };
}

/** A file that tells no training is none of the group. */
async function readOrNull({ name, source, record }: Candidate, overrides: Overrides): Promise<FinishedTraining | null> {
  try {
    const training = await readFinished(source, circumstancesOf(record, overrides));
    if (training.isAssumed && training.run.trainer !== null) {
      warn(`The planned length of ${name} is not known, so that it is not compared: tell it with --budget.`);
      return null;
    }
    return training.run.trainer === null ? null : training;
  } catch (error) {
    if (record !== null) throw error;
    return null;
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The tables and logs below a directory, at most two levels down. */
function inDirectory(directory: string): readonly Candidate[] {
  const found = ['*', '*/*', '*/*/*']
    .flatMap((pattern) => globSync(`${pattern}.{csv,log,jsonl}`, { cwd: directory }))
    .toSorted();
  if (found.length === 0) throw new Error(`There is no table or log (*.csv, *.log, *.jsonl) in ${directory}.`);
  return found.map((name) => ({ name, source: figuresSource(resolve(directory, name)), record: null }));
}

function ofRuns(group: string): readonly Candidate[] {
  return findGroup(group).records.map((record) => ({ name: record.id, source: runSource(record), record }));
}

/** The training that is asked about, among those of its group. Throws a sentence when it is none of them. */
function selfOf(asked: string, all: readonly Candidate[]): Candidate {
  const path = existsSync(asked) ? realpathSync(asked) : null;
  const self =
    path === null
      ? all.find(({ record }) => record !== null && record.id === openRun(asked).id)
      : all.find(({ source }) => source.path !== null && existsSync(source.path) && realpathSync(source.path) === path);
  if (self === undefined) throw new Error(`${asked} is none of the ${all.length} trainings of that group.`);
  return self;
}
