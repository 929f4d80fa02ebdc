import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Model } from '../../src/advisor/model/model.ts';
import { curveFamilies } from '../../src/trainers/trainer.ts';
import { readCorpora } from './corpus.ts';
import { fitModel } from './fitModel.ts';
import { reportsOf } from './report.ts';
import { errorMessage } from '../../src/words/errors.ts';

const folders = process.argv.slice(2);
if (folders.length === 0) {
  process.stderr.write('Name the folders that hold the curves and their index: npm run advisor:fit -- DIR...\n');
  process.exit(2);
}
try {
  const { model, foresights } = fitModel(readCorpora(folders), new Date());
  writeFileSync(fileURLToPath(new URL('../../src/advisor/model/model.json', import.meta.url)), textOf(model));
  process.stdout.write(`Fitted ${model.corpus.runs} runs of ${model.corpus.repositories} repositories.\n\n`);
  for (const family of curveFamilies)
    process.stdout.write(reportsOf(foresights, family, 'Cross-validation by repository'));
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exitCode = 1;
}

/** One line for each key, for each family, and for each tree of the forest. */
function textOf({ forest, families, ...rest }: Model): string {
  const lines = Object.entries(rest).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const fits = Object.entries(families).map(([family, fit]) => `${JSON.stringify(family)}: ${JSON.stringify(fit)}`);
  const trees = forest.trees.map((tree) => JSON.stringify(tree)).join(',\n');
  const shape = `"width": ${forest.width},\n"cuts": ${JSON.stringify(forest.cuts)}`;
  return `{\n${lines.join(',\n')},\n"families": {\n${fits.join(',\n')}\n},\n"forest": {\n${shape},\n"trees": [\n${trees}\n]}\n}\n`;
}
