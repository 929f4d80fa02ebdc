import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { intersectionOverUnion } from '../../../src/demo/box.ts';
import { parseNetworkPlan } from '../../../src/demo/network/networkPlan.ts';
import { readDataSet } from '../../../src/demo/data/readDataSet.ts';
import type { TrainingData } from '../../../src/demo/data/readDataSet.ts';
import { scenarioPlans } from '../../../src/demo/scenarioPlans.ts';
import { scenarioNames } from '../../../src/demo/scenarios.ts';
import { writeDataSet } from '../../../src/demo/data/writeDataSet.ts';
import type { DataSetPaths } from '../../../src/demo/data/writeDataSet.ts';

const root = mkdtempSync(join(tmpdir(), 'plateau-data-set-'));
afterAll(() => rmSync(root, { recursive: true }));

const size = { width: 48, height: 48 };
const small = { ...scenarioPlans.healthy, trainImages: 40, validImages: 10 };

function write(place: string, plan = small, seed = 1): Promise<DataSetPaths> {
  return writeDataSet(join(root, place), 'demo', plan, { seed, iterations: 200 });
}

describe('the data set', () => {
  test('is read back as it was drawn: images, labels, names and where weights go', async () => {
    const dataSet = readDataSet((await write('whole')).data, size);
    expect(dataSet.names).toEqual(['square', 'circle', 'triangle']);
    expect([dataSet.train.length, dataSet.valid.length]).toEqual([40, 10]);
    expect(dataSet.backup).toBe(join(root, 'whole', 'backup'));
    expect(dataSet.evaluationInterval).toBe(small.evaluationInterval);
    expect(new Set(classesOf(dataSet))).toEqual(new Set([0, 1, 2]));
    expect(dataSet.train[0]!.image).toHaveLength(48 * 48 * 3);
    expect(dataSet.train[0]!.image).not.toEqual(dataSet.valid[0]!.image);
  });

  test('is the same for the same seed, byte by byte, and is left alone where it is already there', async () => {
    await write('first');
    await write('again');
    for (const file of ['train/0007.png', 'train/0007.txt', 'valid/0003.png', 'demo.cfg']) {
      expect(readFileSync(join(root, 'again', file))).toEqual(readFileSync(join(root, 'first', file)));
    }
    const image = join(root, 'again', 'train', '0007.png');
    const before = statSync(image).ino;
    writeFileSync(join(root, 'again', 'train', '0008.png'), 'damaged');
    await write('again');
    expect(statSync(image).ino).toBe(before);
    expect(readFileSync(join(root, 'again/train/0008.png'))).toEqual(readFileSync(join(root, 'first/train/0008.png')));
  });

  test('has wrong labels where the scenario says so, in training only', async () => {
    const many = { ...small, trainImages: 120 };
    const right = readDataSet((await write('right', many)).data, size);
    const wrong = readDataSet(
      (await write('wrong', { ...many, trainLabels: { kind: 'wrong', classes: 0.1, boxes: 0.3 } })).data,
      size,
    );
    expect(wrong.valid).toEqual(right.valid);
    const pairs = right.train.flatMap(({ truths }, index) =>
      truths.map((truth, place) => [truth, wrong.train[index]!.truths[place]!] as const),
    );
    const share = (count: number): number => count / pairs.length;
    expect(share(pairs.filter(([truth, label]) => truth.class !== label.class).length)).toBeCloseTo(0.1, 1);
    expect(share(pairs.filter(([truth, label]) => truth.box.x !== label.box.x).length)).toBeCloseTo(0.3, 1);
  });

  test('of never-starts has boxes that overlap the objects by less than any detector is asked for', async () => {
    const right = readDataSet((await write('read', small)).data, size);
    const misread = readDataSet((await write('misread', { ...small, trainLabels: { kind: 'misread' } })).data, size);
    for (const [index, sample] of misread.train.entries()) {
      for (const [place, { box }] of sample.truths.entries()) {
        expect(intersectionOverUnion(box, right.train[index]!.truths[place]!.box)).toBeLessThan(0.1);
      }
    }
  });

  test.each(scenarioNames)('of %s comes with a .cfg file the trainer understands', async (name) => {
    const paths = await writeDataSet(
      join(root, name),
      name,
      { ...scenarioPlans[name], trainImages: 1, validImages: 1 },
      { seed: 1, iterations: 200 },
    );
    const plan = parseNetworkPlan(readFileSync(paths.configuration, 'utf8'));
    expect(plan.training.iterations).toBe(200);
    expect(plan.training.steps.every(({ iteration }) => iteration < 200)).toBe(true);
  });

  test('with a damaged image or label is refused in a sentence that names the file', async () => {
    const { data } = await write('damaged');
    const image = join(root, 'damaged', 'train', '0001.png');
    writeFileSync(image, readFileSync(image).subarray(0, 100));
    expect(() => readDataSet(data, size)).toThrow(
      `Cannot load image "${image}": it is a damaged PNG image: it ends too early.`,
    );
    await write('damaged');
    const label = join(root, 'damaged', 'train', '0002.txt');
    writeFileSync(label, '3 0.5 0.5 0.1 0.1\n');
    expect(() => readDataSet(data, size)).toThrow(
      `Wrong annotation "3 0.5 0.5 0.1 0.1" in ${label}: it has to be a class below 3`,
    );
    rmSync(label);
    expect(() => readDataSet(data, size)).toThrow(`Couldn't open file: ${label}`);
  });

  test('that cannot be written says where, and how to name another place', async () => {
    writeFileSync(join(root, 'file'), '');
    await expect(write('file')).rejects.toThrow(
      /^Cannot write the data set to .*file \(.*\): name another place with --directory\.$/,
    );
  });
});

function classesOf(dataSet: TrainingData): number[] {
  return dataSet.train.flatMap(({ truths }) => truths.map((truth) => truth.class));
}
