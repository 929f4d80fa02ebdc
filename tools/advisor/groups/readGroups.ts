import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAdvisor } from '../../../src/advisor/advisor.ts';
import type { LoadedModel } from '../../../src/advisor/model/loadModel.ts';
import { defaultSettings } from '../../../src/advisor/verdict.ts';
import type { FinishedRun } from '../../../src/advisor/group/sideBySide.ts';
import { circumstancesOf } from '../../../src/monitor/circumstances.ts';
import { figuresSource } from '../../../src/monitor/discovery/figuresSource.ts';
import { readFinished } from '../../../src/monitor/finishedTraining.ts';
import { replayTraining } from '../../../src/monitor/replayTraining.ts';

/** Runs of one project on the same data, as a sweep has them. */
export interface CorpusGroup {
  readonly name: string;
  /** Groups of one repository are never in both fit and test. */
  readonly repository: string;
  readonly runs: readonly CorpusGroupRun[];
}

export interface CorpusGroupRun extends FinishedRun {
  /** The share of its plan at which it would have been stopped by the balanced advice for it alone; 1: never. */
  readonly aloneUntil: number;
}

/**
 * The groups of a folder with an `index.tsv` (id, group, budget_epochs, source) and a table of figures per run, read as
 * `plateau replay --group` reads them, but foreseen by the model that `modelFor` returns for all their repositories. A
 * run costs its planned epochs.
 * @throws Error where the folder, or a column of the index, is missing.
 */
export async function readGroups(
  folder: string,
  modelFor: (repositories: ReadonlySet<string>) => LoadedModel,
): Promise<readonly CorpusGroup[]> {
  const [header = [], ...rows] = readFileSync(join(folder, 'index.tsv'), 'utf8')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('\t'));
  const column = (row: readonly string[], name: string): string => {
    const at = header.indexOf(name);
    if (at === -1) throw new Error(`The index of ${folder} has no column ${name}.`);
    return row[at] ?? '';
  };
  const repositoryOf = (row: readonly string[]) => column(row, 'source').split('@')[0]!;
  const model = modelFor(new Set(rows.map(repositoryOf)));
  const groups: CorpusGroup[] = [];
  for (const [name, members] of Map.groupBy(rows, (row) => column(row, 'group'))) {
    const runs: CorpusGroupRun[] = [];
    for (const row of members) {
      const run = column(row, 'id');
      runs.push(await readRun(join(folder, `${run}.csv`), run, Number(column(row, 'budget_epochs')), model));
    }
    groups.push({ name, repository: repositoryOf(members[0]!), runs });
  }
  return groups;
}

async function readRun(path: string, run: string, budget: number, model: LoadedModel): Promise<CorpusGroupRun> {
  const circumstances = circumstancesOf(null, { budget });
  const finished = await readFinished(figuresSource(path), circumstances);
  const advisor = createAdvisor(defaultSettings, model);
  advisor.advise(finished.run, { now: 0, alive: null, exit: null, quietSince: null, habits: finished.habits });
  const { summary } = await replayTraining(figuresSource(path), circumstances, {});
  return {
    run,
    points: advisor.groupPoints(finished.run),
    cost: finished.planned ?? budget,
    trained: finished.trained,
    aloneUntil: summary.stoppedAt?.progress ?? 1,
  };
}
