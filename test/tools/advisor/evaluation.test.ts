import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { firstAdvice } from '../../../tools/advisor/advice.ts';
import { readCorpora, readCorpus } from '../../../tools/advisor/corpus.ts';
import { crossValidate } from '../../../tools/advisor/crossValidate.ts';
import { evaluate } from '../../../tools/advisor/evaluation.ts';
import { fitModel } from '../../../tools/advisor/fitModel.ts';
import { foreseenBy } from '../../../tools/advisor/foresight.ts';
import { sampleRun, type SampledRun } from '../../../tools/advisor/samples.ts';
import { train } from '../../../tools/advisor/train.ts';
import { shippedModel } from '../../../src/advisor/model/shippedModel.ts';
import { writeSyntheticCorpus } from '../../support/advisor/syntheticCorpus.ts';
import { skipUnless } from '../../support/skipUnless.ts';

const script = (name: string) => fileURLToPath(new URL(`../../../tools/advisor/${name}`, import.meta.url));
const forest = { trees: 4, minLeaf: 0.05, depth: 5, tried: 0.4, seed: 1 };

describe('on a small corpus', () => {
  let folder: string;
  beforeAll(() => {
    folder = writeSyntheticCorpus(4);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('a run is read with its repository, its plan and whether it came to its end', () => {
    const runs = readCorpus(folder);
    expect(runs).toHaveLength(12);
    expect(runs[2]).toMatchObject({ id: 'r0n2', repository: 'somebody/project0', ranFullBudget: false });
    expect(runs[0]?.curve.planned).toBe(30);
    expect(runs[0]?.curve.progress.at(-1)).toBe(1);
    expect(runs[0]?.curve.validationLoss[3]).toBeNull();
  });

  test('a moment knows what was still gained after it, and the last that nothing was', () => {
    const run = sampleRun(readCorpus(folder)[0]!);
    const moment = run.moments[3]!;
    const { map } = run.curve;
    expect(moment.index).toBe(7);
    expect(moment.gain).toBeCloseTo(Math.max(...map) - Math.max(...map.slice(0, 8)), 12);
    expect(run.moments.at(-1)).toMatchObject({ last: true, gain: 0 });
  });

  test('no model is asked about a repository that it was trained on', () => {
    const runs = readCorpus(folder).map(sampleRun);
    const trainedOn: (readonly string[])[] = [];
    const { runs: foreseen } = crossValidate(runs, 4, 1, (others) => {
      trainedOn.push([...new Set(others.map((run) => run.repository))]);
      return train(others, forest);
    });
    expect(foreseen).toHaveLength(12);
    expect(trainedOn).toHaveLength(5);
    for (const run of foreseen) expect(trainedOn[run.fold]).not.toContain(run.repository);
  });

  test('a fitted model says where it comes from and judges the curves it is given', () => {
    const corpus = readCorpus(folder);
    const { model } = fitModel(corpus, new Date('2026-01-02T03:04:05Z'));
    expect(model.corpus).toEqual({ date: '2026-01-02', runs: 8, repositories: 4 });
    expect(model.families.yolo).toMatchObject({ runs: 8, repositories: 4, proven: false });
    const evaluation = evaluate(foreseenBy(model, corpus.map(sampleRun)).planned);
    expect(evaluation.runs).toBe(8);
    expect(evaluation.rules.map((rule) => rule.name)).toContain('patience 5-100');
    const clairvoyant = evaluation.rules.find((rule) => rule.kind === 'clairvoyant')!;
    for (const rule of evaluation.rules) expect(rule.area).toBeLessThanOrEqual(clairvoyant.area + 1e-9);
  }, 60_000);

  test('a careful stop of the shipped model costs none of its runs a point', () => {
    const runs = readCorpus(folder).filter((run) => run.ranFullBudget);
    expect(pointsLost(runs.map(sampleRun))).toEqual([]);
  });

  test('the evaluation prints ours beside every baseline', async () => {
    const { stdout } = await execa(process.execPath, [script('evaluate.ts'), folder, '--shipped']);
    expect(stdout).toContain('The shipped model, yolo: 8 complete runs of 4 repositories');
    for (const name of ['Plateau', 'never', 'Keras default', 'Prechelt UP on 1 - mAP', 'clairvoyant']) {
      expect(stdout).toMatch(new RegExp(`^\\| ${name} `, 'm'));
    }
    expect(stdout).toMatch(/^\| balanced /m);
    expect(stdout).toContain('The shipped model, yolo, as if the planned length were not known: 8');
    expect(stdout).toMatch(
      /interval held the best mAP of the end at (?:[\d.]+ %, ){3}[\d.]+ % of the evaluations \(by quarter of the plan\)\./,
    );
  }, 60_000);

  test.each([
    ['evaluate.ts', [], 'Name the folders that hold the curves: npm run advisor:evaluate -- DIR... [--shipped]'],
    [
      'evaluate.ts',
      ['/nowhere'],
      'There is no index.tsv in /nowhere: give the folder that holds the curves and their index.',
    ],
    ['fit.ts', [], 'Name the folders that hold the curves and their index: npm run advisor:fit -- DIR...'],
  ])('%s with %j says what is missing', async (name, args, message) => {
    const { stderr, exitCode } = await execa(process.execPath, [script(name), ...args], { reject: false });
    expect(stderr).toBe(message);
    expect(exitCode).not.toBe(0);
  });

  test('a curve that the index names and the folder lacks is an error that names it', () => {
    const other = writeSyntheticCorpus(1);
    const index = join(other, 'index.tsv');
    writeFileSync(index, `${readFileSync(index, 'utf8')}lost\tultralytics\t30\t30\tran_full_budget\ta/b@c:d\n`);
    expect(() => readCorpus(other)).toThrow(`The index names lost, but there is no ${join(other, 'lost.csv')}.`);
    rmSync(other, { recursive: true });
  });
});

const curves = process.env['PLATEAU_CURVES'];

const withCurves = skipUnless(
  'needs the curves of the shipped model (PLATEAU_CURVES names their folders, with a colon between)',
  curves !== undefined,
);

describe('on the real curves', withCurves, () => {
  const runs =
    curves === undefined
      ? []
      : readCorpora(curves.split(':')).filter((run) => run.ranFullBudget && run.curve.map.length > 0);

  test('the shipped model was fitted on the complete runs', () => {
    const repositories = new Set(runs.map((run) => run.repository)).size;
    expect(shippedModel.corpus).toMatchObject({ runs: runs.length, repositories });
  });

  test('a careful stop of the shipped model costs no run of theirs a point', () => {
    expect(pointsLost(runs.slice(0, 12).map(sampleRun))).toEqual([]);
  }, 60_000);
});

/** What careful stops of the shipped model cost in mAP, where that is more than a point. */
function pointsLost(sampled: readonly SampledRun[]): number[] {
  return foreseenBy(modelFile(), sampled).planned.runs.flatMap((run) => {
    const stop = firstAdvice(run, shippedModel.families.yolo.planned.presets.careful.worth);
    if (stop === null) return [];
    const lost = Math.max(...run.curve.map) - Math.max(...run.curve.map.slice(0, stop + 1));
    return lost > 0.01 ? [lost] : [];
  });
}

function modelFile() {
  return JSON.parse(readFileSync(new URL('../../../src/advisor/model/model.json', import.meta.url), 'utf8'));
}
