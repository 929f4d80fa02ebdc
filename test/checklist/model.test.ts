import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkNetwork } from '../../src/checklist/model/checkNetwork.ts';
import { readNetwork } from '../../src/checklist/model/readNetwork.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plateau-model-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const net = `[net]
batch=64
subdivisions=8
width=416
height=416
channels=3
learning_rate=0.00261
burn_in=1000
max_batches=2000200
policy=steps
steps=1600000,1800000
scales=.1,.1
`;

/** A detection layer with the convolution before it. */
function head(mask: string, anchors: string, num: number): string {
  const filters = mask.split(',').length * 85;
  return `[convolutional]\nsize=1\nstride=1\npad=1\nfilters=${filters}\nactivation=linear\n\n[yolo]\nmask = ${mask}\nanchors = ${anchors}\nclasses=80\nnum=${num}\njitter=.3\n`;
}

function findingsOf(text: string) {
  const path = join(folder, 'net.cfg');
  writeFileSync(path, text);
  return checkNetwork(readNetwork(path), { statistics: null, classes: 80, names: 80, gpuMemory: null });
}

const tinyAnchors = '10,14,  23,27,  37,58,  81,82,  135,169,  344,319';
const tinyPrnAnchors = '10,14,  23,27,  37,58,  81,82,  135,169,  344,319 # as in yolov3-tiny';
const p7Anchors =
  '13,17,  22,25,  27,66,  55,41, 57,88,  112,69,  69,177,  136,138, 136,138,  287,114,  134,275,  268,248, 268,248,  232,504,  445,416,  640,640, 812,393,  477,808,  1070,908,  1408,1408';

// Masks, anchors and num as they stand in the .cfg files that come with AlexeyAB's Darknet.
test.each([
  ['yolov4-tiny.cfg', head('3,4,5', tinyAnchors, 6) + head('1,2,3', tinyAnchors, 6)],
  ['enet-coco.cfg', head('3,4,5', tinyAnchors, 6) + head('1,2,3', tinyAnchors, 6)],
  ['yolov3-tiny-prn.cfg', head('3,4,5', tinyPrnAnchors, 6) + head('1,2,3', tinyPrnAnchors, 6)],
  [
    'cspx-p7-mish.cfg',
    ['0,1,2,3', '4,5,6,7', '8,9,10,11', '12,13,14,15', '16,17,18,19'].map((mask) => head(mask, p7Anchors, 16)).join(''),
  ],
])('the masks and anchors of %s are no mistake', (_name, heads) => {
  expect(findingsOf(net + heads)).toEqual([]);
});

test('an anchor that no mask names is a hint, with its number', () => {
  const heads = head('3,4', tinyAnchors, 6) + head('0,1,2', tinyAnchors, 6);
  expect(findingsOf(net + heads)).toMatchObject([
    { level: 'hint', check: 'model-anchors-unused', what: 'No detection layer uses anchor 5.' },
  ]);
});

test('detection layers with different anchors are named with both lines', () => {
  const heads = head('3,4,5', tinyAnchors, 6) + head('0,1,2', tinyAnchors.replace('10,14', '12,18'), 6);
  expect(findingsOf(net + heads)).toMatchObject([
    { check: 'model-anchors-differ', where: { line: 35 }, what: expect.stringContaining('that of line 22') },
  ]);
});

test.each([
  ['[route]\nlayers=-1,99\n', '[route] is layer 0 and names -1'],
  ['[maxpool]\nsize=2\nstride=2\n\n[route]\nlayers=-1,99\n', '[route] is layer 1 and names 99'],
  ['[maxpool]\nsize=2\nstride=2\n\n[shortcut]\nfrom=-3\nactivation=linear\n', '[shortcut] is layer 1 and names -3'],
  ['[route]\ngroups=2\n', '[route] is layer 0 and has no layers='],
])('a layer that names one beyond the net, as in %j, is an error', (layers, words) => {
  const [finding] = findingsOf(net + layers + head('0,1,2', '10,14, 23,27, 37,58', 3));
  expect(finding).toMatchObject({ level: 'error', check: 'model-route', what: expect.stringContaining(words) });
  expect(finding!.where!.line).toBeGreaterThanOrEqual(net.split('\n').length);
});

test('a setting or a section that Darknet does not know comes with the one that was probably meant', () => {
  const wrong = net.replace('learning_rate', 'learning_rat') + head('0,1,2', '10,14, 23,27, 37,58', 3);
  expect(findingsOf(wrong)).toMatchObject([
    {
      level: 'warning',
      check: 'model-setting',
      where: { line: 7 },
      what: '[net] has no setting learning_rat=0.00261. Did you mean `learning_rate`?',
    },
  ]);
  const section = `${net}[convolutionl]\nfilters=8\n${head('0,1,2', '10,14, 23,27, 37,58', 3)}`;
  expect(findingsOf(section)).toMatchObject([
    {
      level: 'error',
      check: 'model-section',
      where: { line: 13 },
      what: 'Darknet knows no section [convolutionl]. Did you mean `[convolutional]`?',
    },
  ]);
});

test('a step before the first iteration, and a warm-up by steps, are no early fall of the learning rate', () => {
  const steps = net
    .replace('steps=1600000,1800000', 'steps=-1,100,1600000,1800000')
    .replace('scales=.1,.1', 'scales=.1,10,.1,.1');
  expect(findingsOf(steps + head('0,1,2', '10,14, 23,27, 37,58', 3))).toEqual([]);
});

test('a network with the detection layer of YOLO version 1 is a detector', () => {
  expect(findingsOf(`${net}[detection]\nclasses=80\ncoords=4\nside=7\nnum=3\n`)).toEqual([]);
});
