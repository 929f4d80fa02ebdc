import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { programs } from '../../src/trainers/index.ts';
import { recordings } from '../support/trainers/recordings.ts';

// The table of what is held of each trainer of the README: for five situations the tests that hold what is said of its
// saves, its loss and its state then.

const situations = [
  'stopped in its first epoch',
  'in the middle of a save',
  'after a resume',
  'at its natural end',
  'after NaN',
] as const;

type Situation = (typeof situations)[number];

/** The tests of `index.situations.test.ts`, a column each: the title of the group and that of the cases in it. */
const columns = {
  'stopped in its first epoch': '$name has lost what it trained, shows its loss, and was stopped',
  'in the middle of a save': '$name keeps the file that is whole, and is not said to keep the other',
  'after a resume': '$name has lost what it trained since then, and shows its loss',
  'at its natural end': '$name is over, keeps its last save, and shows its last loss',
  'after NaN': '$name has diverged, shows it, and keeps no file that was written since',
} as const satisfies Readonly<Record<Situation, string>>;

/** The program that each trainer of the README is read as, or why it can be in none of these situations itself. */
const rows: Readonly<Record<string, { readonly program: string } | { readonly none: string }>> = {
  'Darknet: pjreddie': { program: 'darknet-pjreddie' },
  AlexeyAB: { program: 'darknet-alexeyab' },
  'hank-ai': { program: 'darknet-hankai' },
  'Ultralytics YOLO': { program: 'ultralytics' },
  YOLOv5: { program: 'yolov5' },
  YOLOv7: { program: 'yolov7' },
  YOLOv9: { program: 'yolov9' },
  YOLOR: { program: 'yolor' },
  YOLOv6: { program: 'yolov6' },
  YOLOX: { program: 'yolox' },
  'MMDetection 2 and 3': { program: 'mmdetection3' },
  MMYOLO: { program: 'mmdetection3' },
  MMRotate: { program: 'mmdetection3' },
  Detectron2: { program: 'detectron2' },
  'torchvision references': { program: 'torchvision' },
  DETR: { program: 'detr' },
  'Deformable DETR': { program: 'detr' },
  'RT-DETR': { program: 'detr' },
  'D-FINE': { program: 'd-fine' },
  DEIM: { program: 'deim' },
  DEIMv2: { program: 'deim' },
  'LW-DETR': { program: 'lw-detr' },
  'RF-DETR': { program: 'rf-detr' },
  PaddleDetection: { program: 'paddledetection' },
  'TensorFlow Object Detection API 1 and 2': { program: 'tf-od' },
  'Keras 2 and 3': { program: 'keras' },
  'PyTorch Lightning': { program: 'lightning' },
  'super-gradients': { program: 'super-gradients' },
  timm: { program: 'timm' },
  'efficientdet-pytorch': { program: 'timm' },
  'Yet-Another-EfficientDet-Pytorch': { program: 'efficientdet' },
  YOLACT: { program: 'yolact' },
  NanoDet: { program: 'nanodet' },
  'maskrcnn-benchmark': { program: 'maskrcnn-benchmark' },
  FCOS: { program: 'maskrcnn-benchmark' },
  "lufficc's SSD": { program: 'ssd' },
  "qfgaohao's pytorch-ssd": { program: 'pytorch-ssd' },
  'jetson-inference': { program: 'pytorch-ssd' },
  fastai: { program: 'fastai' },
  IceVision: { program: 'fastai' },
  'NVIDIA TAO': { program: 'tao' },
  CenterNet: { program: 'centernet' },
  CenterTrack: { program: 'centernet' },
  FairMOT: { program: 'centernet' },
  'Hugging Face Trainer': { program: 'hf-trainer' },
  'Jupyter notebooks': { none: 'what is in its cells is the output of one of the others' },
  'whatever logs to MLflow, W&B or TensorBoard': { none: 'which program logs, and so how it saves, is not known' },
};

/** Tests that hold more of a cell: of the real program, or of a log that it left in that very situation. */
const more: Readonly<Record<string, Partial<Record<Situation, string>>>> = {
  AlexeyAB: {
    'in the middle of a save':
      'test/trainings/saving.real.test.ts: keeps both whole when it is stopped in the 80 ms between them, nine times of nine',
  },
  'D-FINE': { 'after a resume': 'test/run/saves.test.ts: is at most an epoch of the recorded %s' },
};

const held = 'test/trainers/index.situations.test.ts';

/** What a cell names: `path: title` of each test, or why there is none. */
function cellOf(trainer: string, situation: Situation): readonly string[] {
  const row = rows[trainer];
  if (row === undefined) return [];
  if ('none' in row) return [`none: ${row.none}`];
  const also = more[trainer]?.[situation];
  return [`${held}: ${columns[situation].replace('$name', row.program)}`, ...(also === undefined ? [] : [also])];
}

/** Whether a named test is there: as a title, or as one of the cases of a title. */
function isThere(name: string): boolean {
  if (name.startsWith('none: ')) return name.length > 'none: '.length;
  const [, path = '', title = ''] = /^(test\/\S+\.ts): (.+)$/.exec(name) ?? [];
  if (!existsSync(path)) return false;
  const text = readFileSync(path, 'utf8');
  if (text.includes(title)) return true;
  const [program = ''] = title.split(' ');
  return program in recordings && text.includes(title.replace(program, '$name'));
}

/** The names in the first column of the README's table of trainers. */
function namedInReadme(): readonly string[] {
  const readme = readFileSync('README.md', 'utf8');
  const table = readme.slice(readme.indexOf('| trainer | read from |')).split('\n\n', 1)[0]!;
  return table
    .split('\n')
    .slice(2)
    .map((row) => row.split('|')[1]!.trim())
    .flatMap((cell) => (cell in rows ? [cell] : cell.replaceAll(/ \([^)]*\)/g, '').split(', ')));
}

describe('every trainer of the README', () => {
  test.each(namedInReadme())('%s has tests of all five situations, or a reason why not', (trainer) => {
    for (const situation of situations) {
      const cell = cellOf(trainer, situation);
      expect(cell, `${trainer}, ${situation}: the cell is blank`).not.toEqual([]);
      expect(cell.filter((name) => !isThere(name))).toEqual([]);
    }
  });

  test('stands in the table, which names no other', () => {
    expect(namedInReadme().toSorted()).toEqual(Object.keys(rows).toSorted());
  });

  test('is one of the programs that are known, of which none is left out', () => {
    const named = Object.values(rows).flatMap((row) => ('program' in row ? [row.program] : []));
    const known = programs.map(({ names: [name] }) => name);
    expect([...new Set(named)].toSorted()).toEqual(known.toSorted());
    expect(Object.keys(recordings).toSorted()).toEqual(known.toSorted());
  });
});

test('a test that is not there is told from one that is', () => {
  expect(isThere(`${held}: yolox ${columns['after NaN'].slice('$name '.length)}`)).toBe(true);
  expect(isThere(`${held}: nobody ${columns['after NaN'].slice('$name '.length)}`)).toBe(false);
  expect(isThere(`${held}: yolox does something else`)).toBe(false);
  expect(isThere('test/none.test.ts: yolox')).toBe(false);
});
