import { describe, expect, test } from 'vitest';
import { stateOf } from '../../../src/run/selectors.ts';
import { ultralytics } from '../../../src/trainers/ultralytics/ultralytics.ts';
import { eventsOf, fixture, installation, only, runOf } from '../../support/trainers/readText.ts';

const whole = fixture('ultralytics/8.3.63-curve.log').toString();
const readings = (log: string) => {
  const events = eventsOf(ultralytics, log);
  return {
    epochs: only(events, 'epoch').map(({ epoch, loss }) => [epoch, loss]),
    evaluations: only(events, 'evaluation').map(({ epoch, map50 }) => [epoch, map50]),
  };
};

test('carriage returns that became new lines change nothing', () => {
  expect(readings(whole.replaceAll('\r', '\n'))).toEqual(readings(whole));
});

test('Windows line ends change nothing', () => {
  expect(readings(whole.replaceAll('\n', '\r\n'))).toEqual(readings(whole));
});

test('a log of which every line is there twice has every epoch and evaluation in one place', () => {
  const doubled = runOf(whole.replaceAll(/[^\n]*\n/g, '$&$&'));
  const once = runOf(whole);
  expect(doubled.epochs).toEqual(once.epochs);
  expect(doubled.evaluations.map(({ epoch, map50 }) => [epoch, map50])).toEqual(
    once.evaluations.map(({ epoch, map50 }) => [epoch, map50]),
  );
  expect(doubled.loss).toEqual(once.loss);
});

test('with stdout alone, epochs are counted by their headers', () => {
  const stdout = whole
    .split('\n')
    .map((line) => line.replace(/^.*\r/, ''))
    .map((line) => /it\/s\](\s+all .*)$/.exec(line)?.[1] ?? line)
    .filter((line) => !line.includes('%|'))
    .join('\n');
  expect(stdout).not.toContain('1/20');
  const run = runOf(stdout);
  expect(run.evaluations.map(({ epoch, map50 }) => [epoch, map50])).toEqual(readings(whole).evaluations);
  expect(run.epochs).toEqual({ first: 1, last: 20, count: 20 });
  expect(run.loss).toBeNull();
});

test('with stderr alone, the losses are there, by the names they have in that number', () => {
  const stderr = whole
    .split('\n')
    .filter((line) => line.includes('%|'))
    .map((line) => line.replace(/(it\/s\])\s+all .*$/, '$1'))
    .join('\n');
  const epochs = only(eventsOf(ultralytics, stderr), 'epoch');
  expect(epochs.map(({ epoch, loss }) => [epoch, loss])).toEqual(readings(whole).epochs);
  expect(Object.keys(epochs[0]!.parts!)).toEqual(['box', 'cls', 'dfl']);
});

describe('two trainings in one log', () => {
  const run = runOf(`${fixture('ultralytics/8.3.241-sigint.log').toString()}\n${whole}`);

  test('are read as the second one', () => {
    expect(run.epochs).toEqual({ first: 1, last: 20, count: 20 });
    expect(run.evaluations).toHaveLength(20);
    expect(run.trainer!.version).toBe('8.3.63');
    expect(run.ended).toBe('complete');
  });
});

test('a training that follows one that crashed in its first epoch is not failed', () => {
  const first = whole.slice(0, whole.indexOf('       2/20'));
  const crash = 'Traceback (most recent call last):\n  File "x.py", line 1, in <module>\nRuntimeError: x\n';
  expect(stateOf(runOf(`${first}\n${crash}`))).toBe('failed');
  const run = runOf(`${first}\n${crash}${whole}`);
  expect(stateOf(run)).toBe('ended');
  expect(run.epochs).toEqual({ first: 1, last: 20, count: 20 });
  expect(run.checkpoints.filter(({ role }) => role === 'last')).toHaveLength(20);
});

test('a training that was resumed after a crash is not failed, and keeps what is from before', () => {
  const start3 = whole.indexOf('\n      Epoch', whole.indexOf('       2/20'));
  const crash = 'Traceback (most recent call last):\n  File "x.py", line 1, in <module>\nRuntimeError: x\n';
  const resumed =
    'Resuming training runs/x/weights/last.pt from epoch 3 to 20 total epochs\nLogging results to runs/x\nStarting training for 20 epochs...\n';
  const run = runOf(whole.slice(0, start3) + crash + resumed + whole.slice(start3));
  expect(stateOf(run)).toBe('ended');
  expect(run.evaluations).toHaveLength(20);
  expect(run.faults).toEqual([{ text: 'RuntimeError: x', fatal: false }]);
});

test('a second training is read as itself also when it begins without a word', () => {
  const bars = whole.slice(whole.indexOf('\n      Epoch'), whole.indexOf('\n20 epochs completed'));
  const run = runOf(`Ultralytics 8.3.63 🚀 Python-3.11.2 torch-2.1.0 CPU (unknown)\n${bars}${bars}`);
  expect(run.epochs).toEqual({ first: 1, last: 20, count: 20 });
  expect(run.evaluations).toHaveLength(20);
});

test('pip and warnings before the banner are no obstacle, and neither is a version of pip', () => {
  const run = runOf(`${installation(300)}Collecting ultralytics==8.3.63\n${whole}`);
  expect(run.trainer!.name).toBe('ultralytics');
  expect(run.evaluations).toHaveLength(20);
});

test('a log that begins in the middle is recognised by its validations', () => {
  const run = runOf(whole.slice(whole.indexOf('       5/20')));
  expect(run.trainer!.name).toBe('ultralytics');
  expect(run.epochs!.last).toBe(20);
  expect(run.evaluations.map(({ epoch }) => epoch)).toEqual([
    5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
  ]);
});

const start =
  'Ultralytics 8.3.63 🚀 Python-3.11.2 torch-2.1.0 CPU (unknown)\nLogging results to runs/x\nStarting training for 9999 epochs...\n';
const header = '\n      Epoch    GPU_mem   box_loss   cls_loss   dfl_loss  Instances       Size\n';

test('epochs of four digits and losses in every notation are read', () => {
  const values = [
    ['nan', 'inf', '-inf'],
    ['-0.23', '1.5e+03', '1e-07'],
  ];
  const bars = values.map(
    (losses, index) =>
      `${header}\r  ${1234 + index}/9999      12.3G ${losses.map((loss) => loss.padStart(10)).join(' ')}        129       1280: 100%|██████████| 1000/1000 [1:02:03<00:00,  1.00it/s]\n`,
  );
  const epochs = only(eventsOf(ultralytics, start + bars.join('')), 'epoch');
  expect(epochs.map(({ epoch, parts, seconds }) => [epoch, parts, seconds])).toEqual([
    [1234, { box: NaN, cls: Infinity, dfl: -Infinity }, 3723],
    [1235, { box: -0.23, cls: 1500, dfl: 1e-7 }, 3723],
  ]);
  expect(epochs[0]!.loss).toBeNaN();
  expect(epochs[1]!.loss).toBe(-0.23 + 1500 + 1e-7);
});

test('a row whose blanks were lost counts once another line follows', () => {
  const epoch = `${header}\r 1/9999 1G 1.5 2.5 1.25 36 640: 100% 44/44 [00:06<00:00,  6.64it/s]\n`;
  const row = 'all 128 929 0.5 0.6 0.55 0.31';
  expect(only(eventsOf(ultralytics, start + epoch + row), 'evaluation')).toEqual([]);
  expect(only(eventsOf(ultralytics, `${start + epoch + row}\nSpeed: 1ms`), 'evaluation')).toMatchObject([
    { epoch: 1, map50: 0.55, map50To95: 0.31 },
  ]);
});

test('a bar that another process tore apart leaves the losses of the bar before it', () => {
  const bars = [
    '\r     1/9999         1G      1.500      2.500      1.250         36        640: 100%|██████████| 44/44 [00:06<00:00,  6.64it/s]',
    '\r     1/9999         1G      9.900      9.9WARNING something else\n',
    '                   all        128        929        0.5        0.6       0.55       0.31\n',
  ];
  expect(only(eventsOf(ultralytics, start + header + bars.join('')), 'epoch')).toMatchObject([
    { epoch: 1, loss: 5.25 },
  ]);
});

describe('bars whose carriage returns were lost', () => {
  const state = (batch: number, batches: number, box: string) =>
    `       1/10      6.06G     ${box}      5.643      1.002         20        640: ${Math.floor((100 * batch) / batches)}% ──────────── ${batch}/${batches} 2.1it/s 2.2s`;
  const row = '\n                   all        128        929        0.5        0.6       0.55       0.31\n';
  const bar =
    '\n                 Class     Images  Instances      Box(P          R      mAP50  mAP50-95): 100% ━━━━━━━━━━━━ 2/2 1.6it/s 1.2s';

  test('give the losses of their last state', () => {
    const states = [0, 1, 2, 3].map((batch) => state(batch, 3, `0.4${batch}71`)).join('');
    expect(only(eventsOf(ultralytics, start + header + states + bar + row), 'epoch')).toMatchObject([
      { epoch: 1, parts: { box: 0.4371, cls: 5.643, dfl: 1.002 } },
    ]);
  });

  test('give no losses when the line is longer than what is kept of it', () => {
    const states = Array.from({ length: 2962 }, (_, batch) => state(batch, 2961, '0.4771')).join('');
    const events = eventsOf(ultralytics, start + header + states + bar + row);
    expect(only(events, 'epoch')).toMatchObject([{ epoch: 1, loss: null }]);
    expect(only(events, 'evaluation')).toMatchObject([{ epoch: 1, map50: 0.55 }]);
  });
});

test('after a resume whose earlier part is not in the log, no best save is claimed', () => {
  const lines = [
    'Ultralytics 8.3.63 🚀 Python-3.11.2 torch-2.1.0 CPU (unknown)\n',
    'Resuming training runs/x/weights/last.pt from epoch 41 to 50 total epochs\nLogging results to runs/x\nStarting training for 50 epochs...\n',
    `${header}\r      41/50         1G      1.500      2.500      1.250         36        640: 100%|██████████| 44/44 [00:06<00:00,  6.64it/s]\n`,
    '                   all        128        929        0.5        0.6       0.55       0.31\n',
    header,
  ];
  const events = eventsOf(ultralytics, lines.join(''));
  expect(only(events, 'resumed')).toEqual([{ type: 'resumed', at: 40 }]);
  expect(only(events, 'checkpoint')).toEqual([
    { type: 'checkpoint', path: 'runs/x/weights/last.pt', at: 41, role: 'last' },
  ]);
});

test('a training without saves has none', () => {
  const log = whole.replace(', save=True,', ', save=False,').replace(/Optimizer stripped.*\n/g, '');
  expect(only(eventsOf(ultralytics, log), 'checkpoint')).toEqual([]);
});

test('Ctrl-C is no failure, whatever the workers say about it', () => {
  const trace = (error: string) =>
    `Traceback (most recent call last):\n  File "train.py", line 3, in <module>\n    main()\n${error}\n`;
  const run = runOf(`${start}${trace('KeyboardInterrupt')}${trace('BrokenPipeError: [Errno 32] Broken pipe')}`);
  expect(stateOf(run)).toBe('ended');
  expect(run.ended).toBe('interrupted');
});

test('class names come from the data file of the command', () => {
  const [companion] = ultralytics.companions!(['/usr/bin/yolo', 'detect', 'train', 'data=shapes/data.yaml']);
  expect(companion).toEqual({ path: 'shapes/data.yaml', kind: 'data' });
  expect(ultralytics.companions!(['yolo', 'train', 'data=coco8.yaml'])).toEqual([]);
  expect(ultralytics.companions!(['darknet', 'train', 'data=shapes/data.yaml'])).toEqual([]);
  for (const text of [
    'nc: 3\nnames: ["square", \'circle, big\', 三角]  # three\n',
    'names:\n  0: square\n  1: "circle, big"\n  2: 三角\n\nnc: 3\n',
    'path: x\nnames:\n- square\n- circle, big\n- 三角\ntrain: y\n',
    "names: {0: square, 1: 'circle, big', 2: 三角}\n",
  ]) {
    const plans: unknown[] = [];
    ultralytics.createReader('ultralytics').readCompanion!(companion!, text, (event) => plans.push(event));
    expect(plans).toEqual([{ type: 'plan', plan: { classNames: ['square', 'circle, big', '三角'] } }]);
  }
  const faults: unknown[] = [];
  ultralytics.createReader('ultralytics').readCompanion!(companion!, 'not: yaml', (event) => faults.push(event));
  expect(faults).toEqual([{ type: 'fault', text: 'shapes/data.yaml names no classes.', fatal: false }]);
});
