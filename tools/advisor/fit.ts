import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Model } from '../../src/advisor/model/model.ts';
import { readCorpus } from './corpus.ts';
import { fitModel } from './fitModel.ts';
import { errorMessage } from '../../src/words/errors.ts';

const folder = process.argv[2];
if (folder === undefined) {
  process.stderr.write('Name the folder that holds the learning curves and their index: npm run advisor:fit -- DIR\n');
  process.exit(2);
}
try {
  const model = fitModel(readCorpus(folder), new Date());
  const path = fileURLToPath(new URL('../../src/advisor/model/model.json', import.meta.url));
  writeFileSync(path, textOf(model));
  process.stdout.write(
    `Fitted ${model.corpus.runs} runs of ${model.corpus.repositories} repositories.\n` +
      Object.entries(model.presets)
        .map(
          ([name, { worth, risk, saving, lost }]) =>
            `${name}: worth ${worth}, risk ${risk}, saves ${saving}, lost ${lost}\n`,
        )
        .join(''),
  );
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exitCode = 1;
}

/** One line for each key, and for each tree of the forest. */
function textOf({ forest, ...rest }: Model): string {
  const lines = Object.entries(rest).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const trees = forest.trees.map((tree) => JSON.stringify(tree)).join(',\n');
  const shape = `"width": ${forest.width},\n"cuts": ${JSON.stringify(forest.cuts)}`;
  return `{\n${lines.join(',\n')},\n"forest": {\n${shape},\n"trees": [\n${trees}\n]}\n}\n`;
}
