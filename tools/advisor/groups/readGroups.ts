import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
 * `plateau replay --group` reads them. A run costs its planned epochs.
 * @throws Error where the folder, or a column of the index, is missing.
 */
export async function readGroups(folder: string): Promise<readonly CorpusGroup[]> {
  const [header = [], ...rows] = readFileSync(join(folder, 'index.tsv'), 'utf8')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('\t'));
  const column = (row: readonly string[], name: string): string => {
    const at = header.indexOf(name);
    if (at === -1) throw new Error(`The index of ${folder} has no column ${name}.`);
    return row[at] ?? '';
  };
  const groups: CorpusGroup[] = [];
  for (const [name, members] of Map.groupBy(rows, (row) => column(row, 'group'))) {
    const runs: CorpusGroupRun[] = [];
    for (const row of members) {
      const run = column(row, 'id');
      runs.push(await readRun(join(folder, `${run}.csv`), run, Number(column(row, 'budget_epochs'))));
    }
    groups.push({ name, repository: column(members[0]!, 'source').split('@')[0]!, runs });
  }
  return groups;
}

async function readRun(path: string, run: string, budget: number): Promise<CorpusGroupRun> {
  const circumstances = circumstancesOf(null, { budget });
  const { points, planned, trained } = await readFinished(figuresSource(path), circumstances);
  const { summary } = await replayTraining(figuresSource(path), circumstances, {});
  return { run, points, cost: planned ?? budget, trained, aloneUntil: summary.stoppedAt?.progress ?? 1 };
}
