import type { CurveFamily } from '../../src/trainers/trainer.ts';
import { evaluate, losses, regrets, type Evaluation } from './evaluation.ts';
import { type BothForesights, ofFamily } from './foresight.ts';

/** What was measured of a family as Markdown, with its planned length known and not; empty where it has no runs. */
export function reportsOf({ planned, unplanned }: BothForesights, family: CurveFamily, title: string): string {
  const parts = [
    { foresight: ofFamily(planned, family), words: '' },
    { foresight: ofFamily(unplanned, family), words: ', as if the planned length were not known' },
  ];
  return parts
    .filter(({ foresight }) => foresight.runs.length > 0)
    .map(({ foresight, words }) => `${reportOf(evaluate(foresight), `${title}, ${family}${words}`)}\n\n`)
    .join('');
}

/** The evaluation as Markdown tables. */
function reportOf(evaluation: Evaluation, title: string): string {
  return [
    `${title}: ${evaluation.runs} complete runs of ${evaluation.repositories} repositories, each repository counting the same. ` +
      'R: mean regret in mAP; P: share of runs that lose more than .01.',
    rulesTable(evaluation),
    `Plateau has ${evaluation.best.ratio.toFixed(2)} times the Pareto area of the best baseline (${evaluation.best.name}); ` +
      `the difference is ${signed(evaluation.best.difference.low)} to ${signed(evaluation.best.difference.high)} ` +
      '(95 % bootstrap over repositories).',
    singlesTable(evaluation),
    presetsTable(evaluation),
    headsTable(evaluation),
    `The forecast's 80 % interval held the best mAP of the end at ${evaluation.coverage.map(percent).join(', ')} of the evaluations${evaluation.coverage.length > 1 ? ' (by quarter of the plan)' : ''}.`,
    othersLine(evaluation),
  ].join('\n\n');
}

function rulesTable({ rules }: Evaluation): string {
  return table(
    [
      'rule',
      'Pareto area',
      ...regrets.map((limit) => `saved, R <= ${limit}`),
      ...losses.map((limit) => `saved, P <= ${percent(limit)}`),
    ],
    rules.map((rule) => [
      rule.name,
      rule.area.toFixed(3),
      ...rule.savingAtRegret.map(percent),
      ...rule.savingAtLost.map(percent),
    ]),
  );
}

function othersLine({ others }: Evaluation): string {
  const each = others.map(({ verdict, runs, lost }) => `${verdict} ${runs} (${lost} of them lose more than a point)`);
  return `Runs that other rules of the program would have stopped: ${each.length === 0 ? 'none' : each.join(', ')}.`;
}

function singlesTable({ rules }: Evaluation): string {
  return table(
    ['rule with one setting', 'mean regret', 'P(R > .01)', 'saved'],
    rules.flatMap(({ name, single }) =>
      single === null ? [] : [[name, single.regret.toFixed(4), percent(single.lost), percent(single.saving)]],
    ),
  );
}

function presetsTable({ presets }: Evaluation): string {
  return table(
    ['preset', 'promise: P(R > .01) at most', 'sure to', 'P(R > .01)', 'mean regret', 'saved', 'flips a run'],
    presets.map(({ preset, risk, confidence, lost, regret, saving, flips }) => [
      preset,
      percent(risk),
      percent(confidence),
      percent(lost),
      regret.toFixed(4),
      percent(saving),
      flips.toFixed(2),
    ]),
  );
}

function headsTable({ heads }: Evaluation): string {
  return table(
    ['chance of a gain of more than', 'evaluations', 'AUC', 'Brier', 'ECE'],
    heads.map(({ gain, part, auc, brier, ece }) => [
      String(gain),
      part,
      auc.toFixed(3),
      brier.toFixed(4),
      ece.toFixed(3),
    ]),
  );
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((cell, at) => Math.max(cell.length, ...rows.map((row) => row[at]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join(' | ')} |`;
  const rule = `|${widths.map((width, at) => (at === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(header), rule, ...rows.map(line)].join('\n');
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}

function signed(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(3)}`;
}
