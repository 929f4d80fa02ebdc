import { resolve } from 'node:path';
import { withoutConsequences } from './causes.ts';
import type { Level } from './checks/check.ts';
import type { CheckId } from './checks/checks.ts';
import { checkClasses } from './database/classes.ts';
import { checkClassTypos } from './database/classTypos.ts';
import { checkOrphans } from './database/orphans.ts';
import { checkCopies } from './database/copies.ts';
import { checkLabels } from './database/labelFindings.ts';
import { judgeImages } from './database/judgements.ts';
import { checkImages } from './database/images.ts';
import { countDataSet, type Statistics } from './database/statistics.ts';
import { surveyDataSet } from './database/survey.ts';
import { checkValidation } from './database/validation.ts';
import type { Finding } from './checks/finding.ts';
import { checkNetwork } from './model/checkNetwork.ts';
import { estimateMemory, gpuMemory } from './model/memory.ts';
import { type DarknetNetwork, readNetwork } from './model/readNetwork.ts';
import { checkWeights } from './model/weights.ts';
import type { DataSet } from './sources/dataSet.ts';
import { openDataSet } from './sources/openDataSet.ts';
import { type CommandFacts, readCommand } from '../trainers/formats/readCommand.ts';

/** What to check. */
export interface CheckOptions {
  /** The data set; null to take it from the command. */
  readonly data: string | null;
  /** A Darknet .cfg; null to take it from the command, if it names one. */
  readonly model: string | null;
  /** The command of the training; null for none. */
  readonly command: readonly string[] | null;
  readonly cwd: string;
  /** Maximum number of threads; null for one per processor. */
  readonly threads: number | null;
  /** Most bytes of a list or an annotation file (default: as many as can be read). */
  readonly maxFileBytes?: number;
  /** Also look for mirrored copies, and at every image of a large set as a whole (default: no). */
  readonly thorough?: boolean;
  /** Ends the check early with an error of `interruptedScan`. */
  readonly signal?: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** All findings, and what they were found in. */
export interface CheckReport {
  readonly dataSet: { readonly form: DataSet['form']; readonly path: string };
  readonly statistics: StatisticsReport;
  readonly model: {
    readonly path: string;
    readonly width: number;
    readonly height: number;
    readonly memory: number | null;
  } | null;
  /** Errors first, then warnings, then hints; within a level in the order of the checklist. */
  readonly findings: readonly Finding[];
  readonly counts: Readonly<Record<Level, number>>;
  /** Number of findings of each check that has any. */
  readonly byCheck: Readonly<Partial<Record<CheckId, number>>>;
}

/** The statistics of a data set without the size of every box. */
export interface StatisticsReport {
  readonly train: Omit<Statistics['train'], 'sizes'>;
  readonly valid: Omit<Statistics['train'], 'sizes'> | null;
  readonly classes: Statistics['classes'];
}

/**
 * Checks a data set, and the network and weights to train with. Throws a sentence when the data set or the network
 * cannot be read at all; everything that can be fixed is a finding.
 */
export async function checkTraining(options: CheckOptions): Promise<CheckReport> {
  const { cwd, threads, onProgress } = options;
  const facts = options.command === null ? null : readCommand(options.command);
  const network = networkOf(options, facts);
  const size = inputOf(network, facts);
  const { maxFileBytes } = options;
  const dataSet = openDataSet(dataOf(options, facts), {
    cwd,
    network: size,
    ...(maxFileBytes === undefined ? {} : { maxFileBytes }),
  });
  const survey = await surveyDataSet(dataSet, {
    network: size,
    threads,
    thorough: options.thorough ?? false,
    signal: options.signal ?? null,
    onProgress,
  });
  const statistics = countDataSet(survey);
  const labels = checkLabels(survey);
  const typos = checkClassTypos(survey);
  const all = [
    ...dataSet.findings,
    ...checkImages(survey),
    ...judgeImages(survey),
    ...checkCopies(survey, options.thorough ?? false),
    ...labels.findings,
    ...checkOrphans(survey),
    ...typos.findings,
    ...checkClasses(dataSet, statistics, { network: size, explained: typos.names }),
    ...checkValidation(dataSet, statistics, typos.names),
    ...(network === null
      ? []
      : checkNetwork(network, {
          statistics,
          classes: dataSet.categories,
          names: dataSet.names?.length ?? null,
          gpuMemory: gpuMemory(),
        })),
    ...(facts === null ? [] : checkWeights(facts, cwd)),
  ];
  const findings = withoutConsequences(all, labels.classesFromOne).toSorted(
    (one, other) => rank[one.level] - rank[other.level],
  );
  return {
    dataSet: { form: dataSet.form, path: dataSet.path },
    statistics: {
      train: withoutSizes(statistics.train),
      valid: statistics.valid === null ? null : withoutSizes(statistics.valid),
      classes: statistics.classes,
    },
    model:
      network === null
        ? null
        : { path: network.path, width: network.width, height: network.height, memory: estimateMemory(network) },
    findings,
    counts: {
      error: findings.filter(({ level }) => level === 'error').length,
      warning: findings.filter(({ level }) => level === 'warning').length,
      hint: findings.filter(({ level }) => level === 'hint').length,
    },
    byCheck: countByCheck(findings),
  };
}

function countByCheck(findings: readonly Finding[]): Partial<Record<CheckId, number>> {
  const counts: Partial<Record<CheckId, number>> = {};
  for (const { check } of findings) counts[check] = (counts[check] ?? 0) + 1;
  return counts;
}

const rank: Readonly<Record<Level, number>> = { error: 0, warning: 1, hint: 2 };

/**
 * Returns the data set that is named, or the command's, or the working directory. Throws a sentence when the command
 * names none.
 */
export function dataOf({ data, command }: Pick<CheckOptions, 'data' | 'command'>, facts: CommandFacts | null): string {
  if (data !== null) return data;
  if (facts === null) return '.';
  if (facts.data !== null) return facts.data;
  throw new Error(
    `The command \`${command?.join(' ')}\` does not name a known data set: give it as in \`plateau check DATA -- COMMAND ...\`.`,
  );
}

/** Reads the network that is named, or the command's; null without one. Throws a sentence when it cannot be read. */
export function networkOf(
  { model, cwd }: Pick<CheckOptions, 'model' | 'cwd'>,
  facts: CommandFacts | null,
): DarknetNetwork | null {
  if (model !== null && !/\.cfg$/i.test(model)) {
    throw new Error(
      `${model} is not a Darknet .cfg, the only kind of model that is checked: leave --model out for other trainers.`,
    );
  }
  const path = model ?? facts?.configuration ?? null;
  return path === null ? null : readNetwork(resolve(cwd, path));
}

/** The input size that is assumed where none is named. Source: the default of Ultralytics and YOLOv5. */
const usualInput = 640;

function inputOf(network: DarknetNetwork | null, facts: CommandFacts | null): { width: number; height: number } {
  if (network !== null && network.width > 0 && network.height > 0)
    return { width: network.width, height: network.height };
  const side = facts?.imageSize ?? usualInput;
  return { width: side, height: side };
}

function withoutSizes({ sizes: _sizes, ...rest }: Statistics['train']): Omit<Statistics['train'], 'sizes'> {
  return rest;
}
