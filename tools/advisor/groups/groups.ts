import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadModel, type LoadedModel } from '../../../src/advisor/model/loadModel.ts';
import type { Model } from '../../../src/advisor/model/model.ts';
import { shippedModel } from '../../../src/advisor/model/shippedModel.ts';
import { errorMessage } from '../../../src/words/errors.ts';
import { readCorpora } from '../corpus.ts';
import { sampleRun } from '../samples.ts';
import { train } from '../train.ts';
import { chosenScale, fitOdds, measureScales, scaled, type ScaledMeans } from './chooseRule.ts';
import { bootstrapped, type GroupMeans, meanOf, outcomeOf, setsOfFour, wholeGroups } from './groupOutcomes.ts';
import { groupBaselines, outrunBy } from './groupTests.ts';
import { type CorpusGroup, readGroups } from './readGroups.ts';

/** In at most this share of groups the best of the group loses more than half a point. */
const risk = 0.1;

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { write: { type: 'boolean', default: false }, corpus: { type: 'string', multiple: true } },
  });
  const [folder] = positionals;
  if (folder === undefined) {
    throw new Error(
      'Name the folder that holds the groups: npm run advisor:groups -- DIR [--corpus DIR ...] [--write]',
    );
  }
  const groups = await readGroups(
    folder,
    values.corpus === undefined ? () => shippedModel : withoutThem(values.corpus),
  );
  const measured = measureScales(groups);
  const scale = chosenScale(measured, risk, () => true);
  const rule = { ...scaled(scale), odds: fitOdds(groups) };
  process.stdout.write(`${report(groups, measured, scale)}\n`);
  if (values.write) {
    const corpus = {
      date: new Date().toISOString().slice(0, 10),
      groups: groups.length,
      runs: groups.reduce((sum, { runs }) => sum + runs.length, 0),
    };
    const lines = Object.entries({ risk, corpus, ...rule }).map(
      ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
    );
    const path = fileURLToPath(new URL('../../../src/advisor/group/rule.json', import.meta.url));
    writeFileSync(path, `{\n${lines.join(',\n')}\n}\n`);
  }
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exitCode = 1;
}

/** The shipped model with a forest that has seen no run of these repositories. */
function withoutThem(corpora: readonly string[]): (repositories: ReadonlySet<string>) => LoadedModel {
  return (repositories) => {
    const others = readCorpora(corpora).filter(
      ({ repository, ranFullBudget, curve }) => ranFullBudget && curve.map.length > 0 && !repositories.has(repository),
    );
    const path = new URL('../../../src/advisor/model/model.json', import.meta.url);
    const shipped: Model = JSON.parse(readFileSync(path, 'utf8'));
    return loadModel({ ...shipped, ...train(others.map(sampleRun)) });
  };
}

/** The tables of docs/advisor.md. */
function report(groups: readonly CorpusGroup[], measured: readonly ScaledMeans[], scale: number): string {
  const chosen = measured.find((each) => each.scale === scale)!;
  const crossed = crossValidated(groups, measured);
  const [four, whole] = [setsOfFour(groups), wholeGroups(groups)];
  const baselines = groupBaselines.map((test) => ({
    name: test.name,
    four: four.map((group) => outcomeOf(group, test)),
    whole: whole.map((group) => outcomeOf(group, test)),
  }));
  const lastTwo = outrunBy({ ...scaled(scale), odds: fitOdds(groups) }, 2);
  return [
    `${groups.length} groups, each counting the same; the scale ${scale} was chosen.`,
    table([
      { name: `Plateau, outrun`, ...chosen },
      { name: `Plateau, outrun, cross-validated`, ...crossed },
      {
        name: 'Plateau, outrun, --keep 2',
        four: four.map((group) => outcomeOf(group, lastTwo)),
        whole: whole.map((group) => outcomeOf(group, lastTwo)),
      },
      ...baselines,
    ]),
    table(measured.map((each) => ({ name: `outrun, scale ${each.scale}`, ...each }))),
  ].join('\n\n');
}

/** Each group by the scale that was chosen on the groups of other repositories. */
function crossValidated(
  groups: readonly CorpusGroup[],
  measured: readonly ScaledMeans[],
): Pick<ScaledMeans, 'four' | 'whole'> {
  const by = groups.map(({ repository }) => {
    const scale = chosenScale(measured, risk, (at) => groups[at]!.repository !== repository);
    return measured.find((each) => each.scale === scale)!;
  });
  return { four: by.map(({ four }, at) => four[at]!), whole: by.map(({ whole }, at) => whole[at]!) };
}

function table(
  rows: readonly {
    readonly name: string;
    readonly four: readonly GroupMeans[];
    readonly whole: readonly GroupMeans[];
  }[],
): string {
  const percent = (value: number) => (100 * value).toFixed(1);
  const cells = rows.map(({ name, four, whole }) => [
    name,
    ...[four, whole].flatMap((means) => {
      const { saved, lost, regret } = meanOf(means);
      const intervals = bootstrapped(means);
      return [
        `${percent(saved)} % (${intervals.saved.map((value) => (100 * value).toFixed(0)).join('-')})`,
        `${percent(lost)} %`,
        regret.toFixed(4),
      ];
    }),
  ]);
  const header = ['rule', 'saved, of four', 'lost', 'regret', 'saved, of up to 12', 'lost', 'regret'];
  const widths = header.map((cell, at) => Math.max(cell.length, ...cells.map((row) => row[at]!.length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join(' | ')} |`;
  const rule = `|${widths.map((width, at) => (at === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(header), rule, ...cells.map(line)].join('\n');
}
