import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { risingEvaluations } from './curves.ts';

/** Writes a small corpus into a new folder: per repository two complete runs and one that its patience ended. */
export function writeSyntheticCorpus(repositories: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-corpus-'));
  const index = ['id\tframework\trows\tbudget_epochs\tending\tsource'];
  for (let repository = 0; repository < repositories; repository++) {
    for (const [at, ending] of ['ran_full_budget', 'ran_full_budget', 'patience_stop'].entries()) {
      const id = `r${repository}n${at}`;
      const rows = ending === 'patience_stop' ? 20 : 30;
      index.push(
        `${id}\tultralytics\t${rows}\t30\t${ending}\tsomebody/project${repository}@abc:runs/${at}/results.csv`,
      );
      writeFileSync(join(folder, `${id}.csv`), csvOf(rows, repository * 7 + at + 1, 0.3 + 0.05 * repository));
    }
  }
  writeFileSync(join(folder, 'index.tsv'), `${index.join('\n')}\n`);
  return folder;
}

function csvOf(rows: number, seed: number, top: number): string {
  const lines = risingEvaluations(rows, 30, seed, top).map((each, at) =>
    [at + 1, each.trainLoss, at === 3 ? 'nan' : each.validationLoss, each.map50, each.map, each.learningRate].join(','),
  );
  return `epoch,train_total,val_total,map50,map5095,lr\n${lines.join('\n')}\n`;
}
