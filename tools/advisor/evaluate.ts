import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readCorpus } from './corpus.ts';
import { evaluate } from './evaluation.ts';
import { crossValidated, foreseenBy } from './foresight.ts';
import { reportOf } from './report.ts';
import { sampleRun } from './samples.ts';
import { errorMessage } from '../../src/words/errors.ts';

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { shipped: { type: 'boolean', default: false } },
  });
  const folder = positionals[0];
  if (folder === undefined) {
    throw new Error('Name the folder that holds the curves: npm run advisor:evaluate -- DIR [--shipped]');
  }
  const runs = readCorpus(folder)
    .filter((run) => run.ranFullBudget)
    .map(sampleRun);
  if (new Set(runs.map((run) => run.repository)).size < 2) {
    throw new Error(`Evaluating needs complete runs of at least two repositories; ${folder} does not hold them.`);
  }
  const foresight = values.shipped ? foreseenBy(shipped(), runs) : crossValidated(runs);
  const title = values.shipped ? 'The shipped model' : 'Cross-validation by repository';
  process.stdout.write(`${reportOf(evaluate(foresight), title)}\n`);
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exitCode = 1;
}

function shipped() {
  return JSON.parse(readFileSync(new URL('../../src/advisor/model/model.json', import.meta.url), 'utf8'));
}
