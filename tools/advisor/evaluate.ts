import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { curveFamilies } from '../../src/trainers/trainer.ts';
import { readCorpora } from './corpus.ts';
import { crossValidated, foreseenBy } from './foresight.ts';
import { reportsOf } from './report.ts';
import { sampleRun } from './samples.ts';
import { errorMessage } from '../../src/words/errors.ts';

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { shipped: { type: 'boolean', default: false } },
  });
  if (positionals.length === 0) {
    throw new Error('Name the folders that hold the curves: npm run advisor:evaluate -- DIR... [--shipped]');
  }
  const runs = readCorpora(positionals)
    .filter((run) => run.ranFullBudget && run.curve.map.length > 0)
    .map(sampleRun);
  if (new Set(runs.map((run) => run.repository)).size < 2) {
    throw new Error(
      `Evaluating needs complete runs of at least two repositories; ${positionals.join(', ')} does not hold them.`,
    );
  }
  const foresights = values.shipped ? foreseenBy(shipped(), runs) : crossValidated(runs);
  const title = values.shipped ? 'The shipped model' : 'Cross-validation by repository';
  for (const family of curveFamilies) process.stdout.write(reportsOf(foresights, family, title));
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exitCode = 1;
}

function shipped() {
  return JSON.parse(readFileSync(new URL('../../src/advisor/model/model.json', import.meta.url), 'utf8'));
}
