import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { planFinish } from '../../src/continuing/finishPlan.ts';
import { lookHere } from '../../src/continuing/look.ts';
import type { RunEvent } from '../../src/run/events.ts';
import { ended, workplace } from '../support/continuing/ended.ts';

const best = 'runs/exp/weights/best.pt';
const saves: readonly RunEvent[] = [
  { type: 'output', directory: 'runs/exp' },
  { type: 'checkpoint', path: 'runs/exp/weights/last.pt', at: 40, role: 'last' },
  { type: 'checkpoint', path: best, at: 33, role: 'best' },
];

function planned(name: string, command: string, cwd: string, ...events: readonly RunEvent[]) {
  const plan = planFinish(ended(name, command, cwd, ...(events.length === 0 ? saves : events)), lookHere);
  if (!plan.can) throw new Error(plan.reason);
  return plan;
}

test('strips a copy of the best weights, and validates that, where the trainer strips them', () => {
  const cwd = workplace({ 'd.yaml': 'nc: 1', [best]: '@unstripped' });
  const plan = planned('yolov5', 'python train.py --data d.yaml --img 320 --epochs 50 --device 0', cwd);
  expect(plan.steps.map(({ command }) => command)).toEqual([
    `python -c 'import sys; from utils.general import strip_optimizer; strip_optimizer(*sys.argv[1:])' ${best} runs/exp/weights/best-stripped.pt`,
    'python val.py --weights runs/exp/weights/best-stripped.pt --data d.yaml --device 0 --img-size 320 --task val --verbose --project runs --name exp-finished',
  ]);
  expect(plan.creates).toBe('runs/exp/weights/best-stripped.pt');
  expect(plan.command).toEqual(['sh', '-c', plan.steps.map(({ command }) => command).join(' && ')]);
});

test('validates weights that are stripped already as they are', () => {
  const cwd = workplace({ 'd.yaml': 'nc: 1', [best]: '@stripped' });
  const plan = planned('yolov5', 'python train.py --data d.yaml', cwd);
  expect(plan.steps.map(({ what }) => what)).toEqual(['validate']);
  expect(plan.creates).toBeNull();
  expect(plan.command).toEqual(plan.steps[0]!.command.split(' '));
});

test('never names a stripped copy that is there already', () => {
  const cwd = workplace({ 'd.yaml': 'nc: 1', [best]: '@unstripped', 'runs/exp/weights/best-stripped.pt': 'kept' });
  const plan = planned('yolov5', 'python train.py --data d.yaml', cwd);
  expect(plan.creates).toBe('runs/exp/weights/best-stripped-2.pt');
});

test('refuses where no name is left for a stripped copy', () => {
  const copies = Array.from(
    { length: 100 },
    (_, at) => `runs/exp/weights/best-stripped${at === 0 ? '' : `-${at + 1}`}.pt`,
  );
  const cwd = workplace({
    'd.yaml': 'nc: 1',
    [best]: '@unstripped',
    ...Object.fromEntries(copies.map((path) => [path, ''])),
  });
  expect(() => planned('yolov5', 'python train.py --data d.yaml', cwd)).toThrow(
    `There are a hundred stripped copies of ${best} already: remove some.`,
  );
});

test('takes the last weights where the best are not whole', () => {
  const cwd = workplace({ 'd.yaml': 'nc: 1', [best]: '', 'runs/exp/weights/last.pt': '@stripped' });
  const plan = planned('yolov5', 'python train.py --data d.yaml', cwd);
  expect(plan.weights).toEqual({ path: 'runs/exp/weights/last.pt', at: 40 });
  expect(plan.notes).toContain(`Taken is runs/exp/weights/last.pt: ${best} is not whole, since its end is missing.`);
});

test('finds the Python of a script that only names it in its first line', () => {
  const cwd = workplace({ 'd.yaml': 'nc: 1', [best]: '@unstripped', 'bin/yolo': '#!/usr/bin/python3\n' });
  const command = `${join(cwd, 'bin/yolo')} detect train data=d.yaml model=m.pt epochs=9`;
  expect(lookHere.python(command.split(' '), cwd)).toBeNull();
  chmodSync(join(cwd, 'bin/yolo'), 0o755);
  expect(lookHere.python(command.split(' '), cwd)).toBe('/usr/bin/python3');
});

/** Each trainer's command, and the one that validates `FILE`, which holds only weights. */
describe.each([
  [
    'yolov7',
    'python train_aux.py --data d.yaml --img 640 512',
    'python test.py --weights FILE --data d.yaml --img-size 512 --task val --verbose --no-trace --project runs --name exp-finished',
  ],
  [
    'yolov9',
    '/v/python /y/train_dual.py --data d.yaml',
    '/v/python /y/val_dual.py --weights FILE --data d.yaml --task val --verbose --project runs --name exp-finished',
  ],
  [
    'yolov6',
    'python tools/train.py --data-path d.yaml --conf-file c.py --img-size 320',
    'python tools/eval.py --data d.yaml --weights FILE --task val --verbose --img-size 320 --save_dir runs --name exp-finished',
  ],
  [
    'ultralytics',
    'yolo detect train data=d.yaml model=m.pt epochs=9 imgsz=320 lr0=0.1 resume',
    'yolo detect val data=d.yaml imgsz=320 model=FILE project=runs name=exp-finished',
  ],
  [
    'yolox',
    'python tools/train.py -f e.py -d 1 -b 8 --fp16 max_epoch 9',
    'python tools/eval.py -f e.py -b 8 -d 1 -c FILE --conf 0.01 max_epoch 9',
  ],
  ['mmdetection3', 'bash tools/dist_train.sh c.py 2 --resume', 'bash tools/dist_test.sh c.py FILE 2'],
  [
    'mmdetection2',
    'python tools/train.py c.py --work-dir w --cfg-options a=1 b=2',
    'python tools/test.py c.py FILE --cfg-options a=1 b=2 --work-dir w-finished --eval bbox',
  ],
  [
    'detectron2',
    'python train_net.py --resume --config-file c.yaml SOLVER.MAX_ITER 9',
    'python train_net.py --eval-only --config-file c.yaml SOLVER.MAX_ITER 9 MODEL.WEIGHTS FILE OUTPUT_DIR runs/exp-finished',
  ],
  [
    'torchvision',
    'torchrun train.py --data-path d --output-dir o --resume x.pth',
    'torchrun train.py --test-only --resume FILE --data-path d --output-dir o',
  ],
  ['detr', 'python main.py --coco_path d --output_dir o', 'python main.py --eval --resume FILE --coco_path d'],
  ['d-fine', 'torchrun train.py -c c.yml -r x.pth', 'torchrun train.py --test-only -r FILE -c c.yml'],
] as const)('%s', (name, command, validation) => {
  test('validates with the arguments that it was started with', () => {
    const cwd = workplace({ 'd.yaml': 'nc: 1', [best]: '@stripped' });
    expect(planned(name, command, cwd).command.join(' ')).toBe(validation.replace('FILE', best));
  });
});

describe('Darknet', () => {
  const files = { 'a.data': 'train = t.txt\n', 't.txt': '', 'a.cfg': '', 'b/a_best.weights': 'four' };
  const saved: RunEvent = { type: 'checkpoint', path: 'b/a_best.weights', at: 900, role: 'best' };
  const command = 'nice ./darknet detector train a.data a.cfg -map -points 101 -dont_show';

  test('evaluates with detector map', () => {
    const plan = planned(
      'darknet-alexeyab',
      command,
      workplace({ ...files, 'b/a_best.weights': Buffer.alloc(420) }),
      saved,
    );
    expect(plan.command.join(' ')).toBe('nice ./darknet detector map a.data a.cfg b/a_best.weights -points 101');
  });

  test("says that pjreddie's computes no mAP, and keeps what it writes apart", () => {
    const plan = planned(
      'darknet-pjreddie',
      command,
      workplace({ ...files, 'b/a_best.weights': Buffer.alloc(420) }),
      saved,
    );
    expect(plan.command.join(' ')).toBe(
      'nice ./darknet detector valid continued-results-of-its-own/a.data a.cfg b/a_best.weights',
    );
    expect(plan.writes?.text).toBe('train = t.txt\nresults = continued-results-of-its-own\n');
    expect(plan.notes[0]).toMatch(/^It gives: No mAP, since this Darknet computes none/);
  });

  test('the trainer in the box evaluates with --evaluate', () => {
    const cwd = workplace({ 'b/a_best.weights': Buffer.alloc(420) });
    const plan = planned('darknet-alexeyab', 'node dist/demo.js --iterations 300 --resume x.weights', cwd, saved);
    expect(plan.command.join(' ')).toBe('node dist/demo.js --iterations 300 --evaluate b/a_best.weights');
  });
});

test('says what it does not know, and what is missing', () => {
  const cwd = workplace({ 'd.yaml': 'nc: 1' });
  const reason = (name: string, command: string) => {
    const plan = planFinish(ended(name, command, cwd, ...saves), lookHere);
    return plan.can ? plan.command.join(' ') : plan.reason;
  };
  expect(reason('keras', 'python train.py')).toBe(
    'Plateau does not know the command with which Keras validates weights: validate them by hand.',
  );
  expect(reason('yolov5', 'python train.py')).toBe(
    `No save of it can be used: ${best} is not there any more; runs/exp/weights/last.pt is not there any more.`,
  );
  expect(reason('yolov5', 'bash train.sh')).toContain(`${best} is not there any more`);
});
