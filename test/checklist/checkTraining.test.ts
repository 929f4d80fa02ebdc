import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkTraining } from '../../src/checklist/checkTraining.ts';
import { darknetLayout, writeLayout } from '../support/checklist/layouts.ts';
import { type Form, network, writeDataSet } from '../support/checklist/planted.ts';

let folder = '';
let cleanData = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plateau-planted-'));
  process.env['XDG_CACHE_HOME'] = join(folder, 'cache');
  writeLayout(join(folder, 'models'), darknetLayout());
  cleanData = join(folder, 'models', 'obj.data');
});

afterAll(() => {
  delete process.env['XDG_CACHE_HOME'];
  rmSync(folder, { recursive: true, force: true });
});

describe.each(['darknet', 'yolo', 'coco'] satisfies Form[])('a data set in the form of %s', (form) => {
  test('with forty planted mistakes gets a finding for each, with its file and line, and no other error', async () => {
    const { data, planted } = writeDataSet(join(folder, `${form}-planted`), form, true);
    expect(planted).toHaveLength(40);
    const findings = placed(await check(data, null));
    expect(findings).toEqual(expect.arrayContaining([...planted]));
    const errors = (await check(data, null)).findings.filter(({ level }) => level === 'error');
    expect(planted).toEqual(expect.arrayContaining(placed({ findings: errors })));
  });

  test('without a mistake gets no error, and no warning but that it is small', async () => {
    const { data, model } = writeDataSet(join(folder, `${form}-clean`), form, false);
    const { findings } = await check(data, model);
    expect(findings.filter(({ level }) => level !== 'hint').map(({ check: id }) => id)).toEqual(['class-rare']);
  });
});

test.each([
  ['model-size', 'width=64', 'width=70'],
  ['model-filters', 'filters=24', 'filters=255'],
  ['model-classes', 'classes=3', 'classes=80'],
  ['model-masks', 'mask=0,1,2', 'mask=0,1,3'],
  ['model-anchors-count', 'num=3', 'num=9'],
  ['model-anchors', 'anchors=17,17, 19,19, 22,22', 'anchors=116,90, 156,198, 373,326'],
  ['model-length', 'max_batches=6000', 'max_batches=5000'],
  ['model-long', 'max_batches=6000', 'max_batches=500200'],
  ['model-rate', 'learning_rate=0.001', 'learning_rate=0'],
  ['model-rate', 'learning_rate=0.001', 'learning_rate=1'],
  ['model-setting', 'burn_in=1000', 'burnin=1000'],
  ['model-setting', 'activation=leaky', 'activation=leaky\nactivaton=mish'],
  ['model-section', '[yolo]', '[Yolo]'],
  ['model-steps', 'steps=4800,5400', 'steps=400000,450000'],
  ['model-steps', 'steps=4800,5400', 'steps=600,5400'],
  ['model-burn-in', 'burn_in=1000', 'burn_in=4000'],
  ['model-batch', 'batch=64', 'batch=1'],
  ['model-batch', 'subdivisions=4', 'subdivisions=7'],
  ['model-batch-small', 'batch=64', 'batch=4'],
  ['model-max-boxes', 'num=3', 'num=3\nmax=2'],
] as const)('%s is found where a .cfg has %s replaced by %s', async (id, right, wrong) => {
  const text = network(3);
  expect(text).toContain(right);
  const model = join(folder, 'wrong.cfg');
  writeFileSync(model, text.replace(right, wrong));
  const { findings } = await check(cleanData, model);
  const found = findings.filter(({ check: each }) => each === id);
  const line = text.slice(0, text.indexOf(right)).split('\n').length;
  const expected = wrong.includes('\n') ? line + 1 : wrong === 'num=9' ? line - 2 : line;
  expect(found.map(({ where }) => where)).toContainEqual({ file: model, line: expected });
});

describe('one cause is one finding', () => {
  const modelFindings = async (change: (text: string) => string) => {
    const model = join(folder, 'one.cfg');
    writeFileSync(model, change(network(3)));
    const { findings } = await check(cleanData, model);
    return findings.filter(({ check: id }) => id.startsWith('model-')).map(({ check: id }) => id);
  };

  test('of filters that were changed, and classes that were forgotten', async () => {
    expect(await modelFindings((text) => text.replace('classes=3', 'classes=80'))).toEqual(['model-classes']);
  });

  test('of several layers with the same wrong count of classes', async () => {
    const [net, convolution, ...head] = network(3)
      .replace('classes=3', 'classes=80')
      .split(/\n\n(?=\[)/);
    const two = [net, convolution, ...head, ...head].join('\n\n');
    expect(await modelFindings(() => two)).toEqual(['model-classes']);
  });

  test('of a length that steps and warm-up do not fit', async () => {
    expect(await modelFindings((text) => text.replace('max_batches=6000', 'max_batches=600'))).toEqual([
      'model-length',
    ]);
    const upstream = (text: string) =>
      text.replace('max_batches=6000', 'max_batches=500500').replace('steps=4800,5400', 'steps=400000,450000');
    expect(await modelFindings(upstream)).toEqual(['model-long']);
  });
});

async function check(data: string, model: string | null) {
  return checkTraining({ data, model, command: null, cwd: folder, threads: 2, onProgress: () => {} });
}

function placed({ findings }: Pick<Awaited<ReturnType<typeof check>>, 'findings'>) {
  return findings.map(({ check: id, where }) => ({ check: id, file: where?.file, line: where?.line ?? null }));
}
