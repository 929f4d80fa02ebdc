import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../src/run/events.ts';
import { alexeyabDarknet } from '../../../src/trainers/darknet/index.ts';
import type { Companion } from '../../../src/trainers/trainer.ts';

const darknet = alexeyabDarknet;

describe('the files in a command', () => {
  test.each([
    'darknet detector train obj.data yolo.cfg',
    './darknet detector train obj.data yolo.cfg yolov4.conv.137 -map -dont_show',
    'darknet.exe detector train obj.data yolo.cfg -gpus 0,1 -clear',
    'stdbuf -oL -eL nice -n 5 /opt/darknet/darknet detector train obj.data yolo.cfg last.weights',
    'darknet -dont_show -map --verbose detector -thresh 0.3 train obj.data yolo.cfg',
    'env CUDA_VISIBLE_DEVICES=1 darknet_no_gpu.exe detector train obj.data yolo.cfg -mjpeg_port 8090',
  ])('%s', (command) => {
    expect(darknet.companions!(command.split(' '))).toEqual([
      { path: 'obj.data', kind: 'data' },
      { path: 'yolo.cfg', kind: 'configuration' },
    ]);
  });

  test('are found by their place when their names say nothing', () => {
    expect(darknet.companions!('darknet detector train cars/data.txt cars/network.txt'.split(' '))).toEqual([
      { path: 'cars/data.txt', kind: 'data' },
      { path: 'cars/network.txt', kind: 'configuration' },
    ]);
  });

  test.each([
    'python train.py --data a.data --cfg b.cfg',
    'darknet detector test a.data b.cfg c.weights',
    'darknet',
    '',
  ])('are none of ours: %s', (command) => {
    expect(darknet.companions!(command.split(' '))).toEqual([]);
  });
});

function readFile(companion: Companion, text: string): RunEvent[] {
  const events: RunEvent[] = [];
  darknet.createReader('darknet-alexeyab').readCompanion!(companion, text, (event) => events.push(event));
  return events;
}

describe('a .cfg', () => {
  const companion: Companion = { path: 'yolo.cfg', kind: 'configuration' };

  test('says how long the training is and where the learning rate drops', () => {
    const text = `# Training
[net]
batch = 64
subdivisions=16
width=416
learning_rate=0.001
burn_in=1000
max_batches = 500200
policy=steps
steps=400000,450000
scales=.1,.1

[convolutional]
batch=1

[yolo]
classes=80
max_batches=7
`;
    expect(readFile(companion, text)).toEqual([
      {
        type: 'plan',
        plan: {
          iterations: 500_200,
          warmUp: 1000,
          batch: 64,
          subdivisions: 16,
          schedule: 'steps',
          steps: [400_000, 450_000],
          scales: [0.1, 0.1],
        },
      },
    ]);
  });

  test.each([
    ['sgdr', 'cosine'],
    ['poly', 'polynomial'],
    ['constant', 'constant'],
    ['sig', null],
  ])('policy %s is the schedule %s', (policy, schedule) => {
    const [event] = readFile(companion, `[net]\nmax_batches=10\npolicy=${policy}\n`);
    expect(event).toMatchObject({ type: 'plan', plan: { schedule, warmUp: 0 } });
  });

  test.each([
    ['', /yolo\.cfg has no \[net\] section/],
    ['\u0000\u0001PNG', /yolo\.cfg has no \[net\] section/],
    ['[net]\nbatch=64\n', /yolo\.cfg has no max_batches/],
    ['[net]\nbatch=64\nmax_batches=many\n', /yolo\.cfg, line 3, max_batches=many is not a whole number/],
    ['[net]\nmax_batches=10\nbatch=0\n', /yolo\.cfg, line 3, batch=0 is not a whole number/],
    ['[net]\nmax_batches=10\npolicy=steps\nsteps=5\n', /policy=steps without scales/],
    ['[net]\nmax_batches=10\npolicy=steps\nsteps=5,8\nscales=.1\n', /names 2 places and scales \(line 5\) 1 factors/],
    ['[net]\nmax_batches=10\npolicy=steps\nsteps=a\nscales=.1\n', /line 4, steps=a is not a list of numbers/],
  ])('that makes no sense is said in one sentence: %j', (text, sentence) => {
    const faults = readFile(companion, text).filter((event) => event.type === 'fault');
    expect(faults.length).toBe(1);
    expect(faults[0]).toMatchObject({ fatal: false, text: expect.stringMatching(sentence) as unknown });
  });
});

describe('a .data file', () => {
  const companion: Companion = { path: 'obj.data', kind: 'data' };

  test('says how often weights are saved, when it is asked for', () => {
    expect(
      readFile(companion, 'classes = 3\ntrain = train.txt\nbackup = backup\nsavelast = 50\nsaveweights = 500\n'),
    ).toEqual([{ type: 'plan', plan: { checkpointEvery: 50 } }]);
    expect(readFile(companion, 'classes=3\ntrain=train.txt\n')).toEqual([]);
  });

  test.each([
    ['hello', /obj\.data has no line "train = \.\.\."/],
    ['train=a\nclasses=three\n', /obj\.data, line 2, classes=three/],
    ['train=a\nsavelast=-1\n', /obj\.data, line 2, savelast=-1/],
  ])('that makes no sense is said in one sentence: %j', (text, sentence) => {
    expect(readFile(companion, text)).toEqual([
      { type: 'fault', fatal: false, text: expect.stringMatching(sentence) as unknown },
    ]);
  });
});
