import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sha256Of } from '../../src/continuing/keptInputs.ts';
import { lookHere } from '../../src/continuing/look.ts';
import { type Ended, planRestart, planResume, type ResumeWish } from '../../src/continuing/resumePlan.ts';
import type { RunEvent } from '../../src/run/events.ts';
import { checkpoints, ended, workplace } from '../support/continuing/ended.ts';
import { iterations } from '../support/run/build.ts';

const longer = (by: number, unit: 'epochs' | 'iterations'): ResumeWish => ({ longer: { by, unit } });

function commandOf(plan: ReturnType<typeof planResume>): string {
  if (!plan.can) throw new Error(plan.reason);
  return plan.command.join(' ');
}

function reasonOf(plan: ReturnType<typeof planResume>): string {
  if (plan.can) throw new Error(`It can: ${plan.command.join(' ')}`);
  return plan.reason;
}

describe('Darknet', () => {
  const weights = Buffer.alloc(420, 1);
  const files = {
    'a.data': 'train = train.txt\nvalid = train.txt\n',
    'train.txt': 'one.jpg\n',
    'a.cfg': '[net]\nlearning_rate = 0.001\nmax_batches = 4000\n[yolo]\n',
    'backup/a_last.weights': weights,
    'backup/a_1000.weights': weights,
    'backup/a_best.weights': weights,
  };
  const events: readonly RunEvent[] = [
    { type: 'plan', plan: { iterations: 4000 } },
    ...iterations(1, 3),
    { type: 'checkpoint', path: 'backup/a_1000.weights', at: 1000, role: 'numbered' },
    { type: 'checkpoint', path: 'backup/a_best.weights', at: 1000, role: 'best' },
    { type: 'checkpoint', path: 'backup/a_last.weights', at: 1200, role: 'last' },
  ];
  const command = 'nice ./darknet detector train a.data a.cfg yolov4.conv.137 -map -clear -gpus 0,1';
  const darknet = (cwd: string): Ended => ended('darknet-alexeyab', command, cwd, ...events);

  test('goes on from its newest weights, without -clear, and keeps the best that it would write over', () => {
    const cwd = workplace(files);
    const plan = planResume(darknet(cwd), lookHere);
    expect(commandOf(plan)).toBe('nice ./darknet detector train a.data a.cfg backup/a_last.weights -map -gpus 0,1');
    expect(plan).toMatchObject({
      weights: { path: 'backup/a_last.weights', at: 1200 },
      copies: [{ from: join(cwd, 'backup/a_best.weights'), to: join(cwd, 'backup/a_best.until-1200.weights') }],
      writes: null,
    });
  });

  test('never names a copy that is there already', () => {
    const cwd = workplace({ ...files, 'backup/a_best.until-1200.weights': 'an earlier copy' });
    expect(planResume(darknet(cwd), lookHere)).toMatchObject({
      copies: [{ to: join(cwd, 'backup/a_best.until-1200-2.weights') }],
    });
  });

  test('takes the newest weights that are whole, and says why', () => {
    const cwd = workplace({ ...files, 'backup/a_last.weights': weights.subarray(0, 200) });
    const plan = planResume(darknet(cwd), lookHere);
    expect(commandOf(plan)).toContain('a.cfg backup/a_1000.weights');
    expect(plan).toMatchObject({
      notes: ['Taken is backup/a_1000.weights: backup/a_last.weights is not whole, since its end is missing.'],
    });
  });

  test('is made longer by a copy of its .cfg, which keeps the name after which its weights are called', () => {
    const cwd = workplace(files);
    const plan = planResume(darknet(cwd), lookHere, longer(2000, 'iterations'));
    expect(commandOf(plan)).toContain('train a.data continued-max_batches-6000/a.cfg backup/a_last.weights');
    expect(plan).toMatchObject({
      writes: {
        path: join(cwd, 'continued-max_batches-6000/a.cfg'),
        text: '[net]\nlearning_rate = 0.001\nmax_batches = 6000\n[yolo]\n',
      },
    });
    expect(readFileSync(join(cwd, 'a.cfg'), 'utf8')).toBe(files['a.cfg']);
  });

  test('is not gone on with when all its iterations are done', () => {
    const cwd = workplace({ ...files, 'backup/a_final.weights': weights });
    const done = ended('darknet-alexeyab', command, cwd, ...events, {
      type: 'checkpoint',
      path: 'backup/a_final.weights',
      at: 4000,
      role: 'final',
    });
    expect(reasonOf(planResume(done, lookHere))).toBe(
      'It has done all 4,000 iterations that were planned. To train for longer: --iterations +2000.',
    );
    expect(commandOf(planResume(done, lookHere, longer(500, 'iterations')))).toContain('backup/a_final.weights');
  });

  test.each([
    ['a.cfg', 'Its configuration a.cfg is not there any more'],
    ['a.data', 'Its data file a.data is not there any more'],
    ['train.txt', 'The images that a.data names are not there any more (train.txt)'],
  ])('refuses without %s', (gone, reason) => {
    const cwd = workplace(files);
    rmSync(join(cwd, gone));
    expect(reasonOf(planResume(darknet(cwd), lookHere))).toContain(reason);
  });

  test('refuses a .cfg that has changed since the training was started, unless told otherwise', () => {
    const cwd = workplace(files);
    const training = darknet(cwd);
    const inputs = [{ path: 'a.cfg', sha256: sha256Of(join(cwd, 'a.cfg'))! }];
    const kept = { ...training, record: { ...training.record, inputs } };
    expect(planResume(kept, lookHere).can).toBe(true);
    writeFileSync(join(cwd, 'a.cfg'), `${files['a.cfg']}classes=4\n`);
    expect(reasonOf(planResume(kept, lookHere))).toContain('Its configuration a.cfg has changed since the training');
    expect(planResume(kept, lookHere, { longer: null, evenIfChanged: true }).can).toBe(true);
  });

  test('refuses when no save is left, naming what it looked for', () => {
    const cwd = workplace({ ...files, 'backup/a_last.weights': '', 'backup/a_1000.weights': '' });
    rmSync(join(cwd, 'backup/a_1000.weights'));
    expect(reasonOf(planResume(darknet(cwd), lookHere))).toBe(
      'No save of it can be used: backup/a_last.weights is not whole, since its end is missing; backup/a_1000.weights is not there any more.',
    );
  });

  test('begins anew from the best weights with a tenth of the learning rate', () => {
    const cwd = workplace(files);
    const plan = planRestart(darknet(cwd), lookHere);
    expect(commandOf(plan)).toMatch(/train a\.data continued-\S+\/a\.cfg backup\/a_best\.weights .*-clear$/);
    expect(plan).toMatchObject({ writes: { text: expect.stringContaining('learning_rate = 0.0001\n') } });
  });

  test('keeps what a new training from the best weights would write over, since it calls its own the same', () => {
    const cwd = workplace(files);
    const plan = planRestart(darknet(cwd), lookHere);
    expect(plan).toMatchObject({
      copies: ['last', 'best'].map((name) => ({
        from: join(cwd, `backup/a_${name}.weights`),
        to: join(cwd, `backup/a_${name}.until-1200.weights`),
      })),
      notes: [expect.any(String), expect.stringMatching(/^Numbered weights are written over/)],
    });
  });

  test('is not gone on with where no name is left for a copy of its best weights', () => {
    const copies = Array.from(
      { length: 100 },
      (_, at) => `backup/a_best.until-1200${at === 0 ? '' : `-${at + 1}`}.weights`,
    );
    const cwd = workplace({ ...files, ...Object.fromEntries(copies.map((path) => [path, ''])) });
    const reason = 'There are a hundred copies of backup/a_best.weights already: remove some.';
    expect(reasonOf(planResume(darknet(cwd), lookHere))).toBe(reason);
  });
});

describe('Ultralytics', () => {
  const command = 'yolo detect train data=d/data.yaml model=yolov8n.pt epochs=100 imgsz=320 lr0=0.01 optimizer=SGD';
  const files = { 'd/data.yaml': 'train: images\nval: images\n', 'd/images/a.jpg': '' };
  const saves: readonly RunEvent[] = [
    { type: 'output', directory: 'runs/detect/train' },
    { type: 'checkpoint', path: 'runs/detect/train/weights/last.pt', at: 40, role: 'last' },
    { type: 'checkpoint', path: 'runs/detect/train/weights/best.pt', at: 33, role: 'best' },
  ];
  const yolo = (cwd: string): Ended => ended('ultralytics', command, cwd, ...saves);

  test('goes on from last.pt with its own arguments', () => {
    const cwd = workplace({ ...files, 'runs/detect/train/weights/last.pt': '@unstripped' });
    expect(commandOf(planResume(yolo(cwd), lookHere))).toBe(
      'yolo detect train data=d/data.yaml model=runs/detect/train/weights/last.pt epochs=100 imgsz=320 lr0=0.01 optimizer=SGD resume=True',
    );
  });

  test('is refused after its natural end, which stripped last.pt, and may begin anew from best.pt', () => {
    const cwd = workplace({
      ...files,
      'runs/detect/train/weights/last.pt': '@stripped',
      'runs/detect/train/weights/best.pt': '@stripped',
    });
    expect(planResume(yolo(cwd), lookHere)).toEqual({
      can: false,
      restart: true,
      reason:
        'No save of it can be used: runs/detect/train/weights/last.pt was stripped of its optimizer, as at the end of a training, and holds only weights.',
    });
    expect(commandOf(planRestart(yolo(cwd), lookHere))).toBe(
      'yolo detect train data=d/data.yaml model=runs/detect/train/weights/best.pt epochs=100 imgsz=320 lr0=0.001 optimizer=SGD',
    );
  });

  test('is refused where last.pt is a truncated archive', () => {
    const whole = readFileSync(join(checkpoints, 'unstripped.pt'));
    const cwd = workplace({ ...files, 'runs/detect/train/weights/last.pt': whole.subarray(0, -30) });
    expect(reasonOf(planResume(yolo(cwd), lookHere))).toBe(
      'No save of it can be used: runs/detect/train/weights/last.pt is not whole, since its end is missing.',
    );
  });

  test('cannot be told to go on for longer', () => {
    expect(planResume(yolo(workplace(files)), lookHere, longer(50, 'epochs'))).toEqual({
      can: false,
      restart: true,
      reason: 'Ultralytics YOLO takes its length from what it saved, and cannot be told another when it goes on.',
    });
  });

  test('a script that calls it from Python is not gone on with by guessing', () => {
    const own = ended('ultralytics', 'python my_training.py', workplace(files), ...saves);
    expect(reasonOf(planResume(own, lookHere))).toMatch(/^The command of this run is not Ultralytics's own, /);
  });
});

/** Each trainer's command, the save that its log names, and what it is resumed with: as it is, and for 20 more. */
describe.each([
  [
    'yolov5',
    'python -m torch.distributed.run --nproc_per_node 2 train.py --data d.yaml --weights yolov5s.pt --epochs 100',
    'python -m torch.distributed.run --nproc_per_node 2 train.py --resume SAVE --data d.yaml --weights yolov5s.pt --epochs 100',
    null,
  ],
  [
    'yolov7',
    'python train.py --data d.yaml --cfg c.yaml --weights w.pt --epochs 100',
    'python train.py --resume SAVE --data d.yaml --cfg c.yaml --weights w.pt --epochs 100',
    'python train.py --data d.yaml --cfg c.yaml --weights SAVE --epochs 120',
  ],
  ['yolov9', 'python train_dual.py --data d.yaml', 'python train_dual.py --resume SAVE --data d.yaml', null],
  [
    'yolov6',
    'python tools/train.py --data-path d.yaml --conf-file c.py',
    'python tools/train.py --resume SAVE --data-path d.yaml --conf-file c.py',
    null,
  ],
  [
    'yolox',
    'python tools/train.py -f exp.py -d 1 -b 8 -c yolox_s.pth data_num_workers 2',
    'python tools/train.py --resume -c SAVE -f exp.py -d 1 -b 8 data_num_workers 2',
    'python tools/train.py --resume -c SAVE -f exp.py -d 1 -b 8 data_num_workers 2 max_epoch 120',
  ],
  [
    'mmdetection3',
    'bash tools/dist_train.sh c.py 2 --cfg-options a.b=1 --work-dir w',
    'bash tools/dist_train.sh c.py 2 --cfg-options a.b=1 --work-dir w --resume SAVE',
    'bash tools/dist_train.sh c.py 2 --cfg-options train_cfg.max_epochs=120 a.b=1 --work-dir w --resume SAVE',
  ],
  [
    'mmdetection2',
    'python tools/train.py c.py --auto-resume',
    'python tools/train.py c.py --resume-from SAVE',
    'python tools/train.py c.py --cfg-options runner.max_epochs=120 --resume-from SAVE',
  ],
  [
    'detectron2',
    'python train_net.py --config-file c.yaml OUTPUT_DIR out SOLVER.MAX_ITER 100',
    'python train_net.py --resume --config-file c.yaml OUTPUT_DIR out SOLVER.MAX_ITER 100',
    'python train_net.py --resume --config-file c.yaml OUTPUT_DIR out SOLVER.MAX_ITER 120',
  ],
  [
    'torchvision',
    'torchrun --nproc_per_node=2 train.py --data-path d --epochs=100 --output-dir o',
    'torchrun --nproc_per_node=2 train.py --resume SAVE --data-path d --epochs=100 --output-dir o',
    'torchrun --nproc_per_node=2 train.py --resume SAVE --data-path d --epochs=120 --output-dir o',
  ],
  [
    'detr',
    'python main.py --coco_path d --resume old.pth --epochs 100 --output_dir o',
    'python main.py --resume SAVE --coco_path d --epochs 100 --output_dir o',
    'python main.py --resume SAVE --coco_path d --epochs 120 --output_dir o',
  ],
  [
    'd-fine',
    'torchrun train.py -c c.yml --use-amp',
    'torchrun train.py -r SAVE -c c.yml --use-amp',
    'torchrun train.py -r SAVE -c c.yml --use-amp -u epoches=120',
  ],
] as const)('%s', (name, command, resumed, lengthened) => {
  const save = 'out/save.pth';
  const unit = name === 'detectron2' ? 'iterations' : 'epochs';
  const training = (cwd: string): Ended =>
    ended(
      name,
      command,
      cwd,
      { type: 'plan', plan: unit === 'epochs' ? { epochs: 100 } : { iterations: 100 } },
      ...(unit === 'epochs' ? [] : iterations(1, 2)),
      { type: 'checkpoint', path: save, at: 40, role: 'last' },
    );

  test('goes on with the arguments that it was started with', () => {
    const cwd = workplace({ [save]: '@unstripped', 'd.yaml': 'nc: 1' });
    expect(commandOf(planResume(training(cwd), lookHere))).toBe(resumed.replace('SAVE', save));
  });

  test('goes on for longer, or says that it cannot', () => {
    const cwd = workplace({ [save]: '@unstripped', 'd.yaml': 'nc: 1' });
    const plan = planResume(training(cwd), lookHere, longer(20, unit));
    const said = plan.can ? plan.command.join(' ') : plan.reason;
    expect(said).toContain(lengthened?.replace('SAVE', save) ?? 'cannot be told another');
  });

  test('is refused from a file that holds only weights', () => {
    const cwd = workplace({ [save]: '@stripped', 'd.yaml': 'nc: 1' });
    expect(reasonOf(planResume(training(cwd), lookHere))).toContain(`${save} was stripped of its optimizer`);
  });
});

test('the trainer in the box goes on with --resume, and for longer with --iterations', () => {
  const cwd = workplace({ 'w/demo_last.weights': Buffer.alloc(420, 1), 'w/demo_100.weights': Buffer.alloc(420, 1) });
  const demo = ended(
    'darknet-alexeyab',
    'node /opt/plateau/dist/demo.js --scenario healthy --iterations 400',
    cwd,
    { type: 'plan', plan: { iterations: 400 } },
    ...iterations(1, 3),
    { type: 'checkpoint', path: 'w/demo_last.weights', at: 200, role: 'last' },
  );
  expect(commandOf(planResume(demo, lookHere))).toBe(
    'node /opt/plateau/dist/demo.js --scenario healthy --iterations 400 --resume w/demo_last.weights',
  );
  expect(commandOf(planResume(demo, lookHere, longer(100, 'iterations')))).toBe(
    'node /opt/plateau/dist/demo.js --scenario healthy --iterations 500 --resume w/demo_last.weights',
  );
});

test('a training that nobody recognised, or whose resuming needs a person, is refused with what to do', () => {
  const none = { ...ended('yolov5', 'python train.py', '/'), trainer: null };
  expect(reasonOf(planResume(none, lookHere))).toMatch(/^No trainer was recognised in its log/);
  const keras = ended('keras', 'python train.py', '/');
  expect(reasonOf(planResume(keras, lookHere))).toMatch(
    /^Plateau cannot build the command that goes on for Keras\. By hand: /,
  );
});
