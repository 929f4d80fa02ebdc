import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckId } from '../../src/checklist/checks/checks.ts';
import { checkTraining } from '../../src/checklist/checkTraining.ts';
import {
  cocoLayout,
  darknetLayout,
  type Layout,
  vocAnnotation,
  vocLayout,
  writeLayout,
  yoloLayout,
} from '../support/checklist/layouts.ts';

let folder = '';
let sets = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plateau-mistakes-'));
  process.env['XDG_CACHE_HOME'] = join(folder, 'cache');
});

afterAll(() => {
  delete process.env['XDG_CACHE_HOME'];
  rmSync(folder, { recursive: true, force: true });
});

/** A mistake: what is changed in a set that has none, and the finding that is expected, alone of its level or worse. */
interface Mistake {
  readonly set: () => Layout;
  readonly data: string;
  readonly check: CheckId;
  readonly level: 'error' | 'warning';
  /** The file below the folder of the set; null where no file of it is wrong. */
  readonly file: string | null;
  readonly line: number | null;
  readonly words: RegExp;
  readonly command?: readonly string[];
}

function changed(set: () => Layout, change: (files: Layout['files'], layout: Layout) => void): () => Layout {
  return () => {
    const layout = set();
    change(layout.files, layout);
    return layout;
  };
}

/** Rewrites the numbers of every box of every label file. */
function everyBox(files: Layout['files'], rewrite: (box: Numbers) => readonly number[]): void {
  for (const [name, content] of files) {
    if (!/^(?:labels|data)\/.*\.txt$/.test(name)) continue;
    const lines = String(content).trim().split('\n');
    files.set(name, lines.map((line) => `${rewrite(boxOf(line)).join(' ')}\n`).join(''));
  }
}

type Numbers = readonly [number, number, number, number, number];

function boxOf(line: string): Numbers {
  const [category, x, y, width, height] = line.split(' ').map(Number);
  return [category!, x!, y!, width!, height!];
}

function corners([category, x, y, width, height]: Numbers): number[] {
  return [category, x - width / 2, y - height / 2, x + width / 2, y + height / 2];
}

const yaml = { set: yoloLayout, data: 'data.yaml' } as const;
const darknet = { set: darknetLayout, data: 'obj.data' } as const;
const firstLabel = 'labels/train/train00.txt';

const mistakes: Record<string, Mistake> = {
  'no label file at all': {
    ...yaml,
    set: changed(yoloLayout, (files) => {
      for (const name of files.keys()) if (name.startsWith('labels/train')) files.delete(name);
    }),
    check: 'labels-none',
    level: 'error',
    file: 'images/train',
    line: null,
    words: /None of the 20 training images has a label file .*labels\/train\/train00\.txt is looked for/,
  },
  'nothing but empty label files': {
    ...darknet,
    set: changed(darknetLayout, (files) => {
      for (const name of files.keys()) if (/^data\/train.*\.txt$/.test(name)) files.set(name, '');
    }),
    check: 'labels-none',
    level: 'error',
    file: 'train.txt',
    line: null,
    words: /Every label file of the 20 training images is empty/,
  },
  'a COCO file without annotations': {
    set: () => cocoLayout((entries, part) => part === 'train' && (entries.annotations = [])),
    data: 'train/_annotations.coco.json',
    check: 'labels-none',
    level: 'error',
    file: 'train/_annotations.coco.json',
    line: null,
    words: /no annotation for any of the 20 training images/,
  },
  'boxes as corners in the whole set': {
    ...yaml,
    set: changed(yoloLayout, (files) => everyBox(files, corners)),
    check: 'label-form',
    level: 'error',
    file: firstLabel,
    line: 1,
    words: /All 84 boxes look like left, top, right and bottom/,
  },
  'boxes as left, top and size in the whole set': {
    ...darknet,
    set: changed(darknetLayout, (files) =>
      everyBox(files, ([category, x, y, width, height]) => [category, x - width / 2, y - height / 2, width, height]),
    ),
    check: 'label-form',
    level: 'error',
    file: 'data/train00.txt',
    line: 1,
    words: /look like left, top, width and height/,
  },
  'boxes in pixels in the whole set': {
    ...darknet,
    set: changed(darknetLayout, (files) =>
      everyBox(files, ([category, ...box]) => [category, ...box.map((each) => each * 64)]),
    ),
    check: 'label-form',
    level: 'error',
    file: 'data/train00.txt',
    line: 1,
    words: /All 84 boxes are in pixels or per cent/,
  },
  'classes from 1 in the whole set': {
    ...yaml,
    set: changed(yoloLayout, (files) => everyBox(files, ([category, ...box]) => [category + 1, ...box])),
    check: 'class-out-of-range',
    level: 'error',
    file: firstLabel,
    line: null,
    words: /classes of all 84 boxes count from 1/,
  },
  'corners in a COCO file': {
    set: () =>
      cocoLayout((entries, part) => {
        if (part === 'valid') return;
        for (const { bbox } of entries.annotations) {
          bbox[2]! += bbox[0]!;
          bbox[3]! += bbox[1]!;
        }
      }),
    data: 'train/_annotations.coco.json',
    check: 'label-form',
    level: 'error',
    file: 'train/_annotations.coco.json',
    line: null,
    words: /All 60 boxes look like left, top, right and bottom/,
  },
  'a validation list that is inside the training list': {
    ...darknet,
    set: changed(darknetLayout, (files) =>
      files.set('valid.txt', String(files.get('train.txt')).split('\n').slice(0, 8).join('\n')),
    ),
    check: 'validation-is-training',
    level: 'error',
    file: 'valid.txt',
    line: null,
    words: /All 8 validation images are training images/,
  },
  'copies of training images as the whole validation set': {
    ...yaml,
    set: changed(yoloLayout, (files) => {
      for (const index of [0, 1, 2, 3, 4, 5, 6, 7]) {
        files.set(`images/valid/valid0${index}.png`, files.get(`images/train/train0${index}.png`)!);
      }
    }),
    check: 'validation-is-training',
    level: 'error',
    file: 'images/valid',
    line: null,
    words: /All 8 validation images are copies of training images/,
  },
  'a backup directory that is missing': {
    ...darknet,
    set: changed(darknetLayout, (files) => files.delete('backup/.keep')),
    check: 'backup-missing',
    level: 'error',
    file: 'obj.data',
    line: 5,
    words: /The directory "backup\/" of backup does not exist/,
  },
  'names with a gap in their numbers': {
    ...yaml,
    set: changed(yoloLayout, (files) =>
      files.set('data.yaml', 'train: images/train\nval: images/valid\nnames: {0: square, 1: circle, 3: triangle}\n'),
    ),
    check: 'names-count',
    level: 'error',
    file: 'data.yaml',
    line: 3,
    words: /3 names, and one is number 3: 2 of 0 to 2 is missing/,
  },
  'a byte order mark before a label': {
    ...yaml,
    set: changed(yoloLayout, (files) => files.set(firstLabel, `\uFEFF${String(files.get(firstLabel))}`)),
    check: 'label-malformed',
    level: 'error',
    file: firstLabel,
    line: 1,
    words: /byte order mark/,
  },
  'a class written as 1.0 for Darknet': {
    ...darknet,
    set: changed(darknetLayout, (files) =>
      files.set('data/train01.txt', String(files.get('data/train01.txt')).replace(/^(\d)/, '$1.0')),
    ),
    check: 'label-malformed',
    level: 'error',
    file: 'data/train01.txt',
    line: 1,
    words: /class \d\.0 is not a whole number/,
  },
  'an object of Pascal VOC without a width': {
    set: changed(vocLayout, (files) =>
      files.set('Annotations/train03.xml', vocAnnotation('train03', [['square', 10, 10, 10, 30]])),
    ),
    data: '.',
    check: 'box-empty',
    level: 'error',
    file: 'Annotations/train03.xml',
    line: 13,
    words: /xmin=10 and xmax=10/,
  },
  'a slip in the class of an annotation': {
    set: changed(vocLayout, (files) =>
      files.set('Annotations/train03.xml', vocAnnotation('train03', [['sqaure', 10, 10, 30, 30]])),
    ),
    data: '.',
    check: 'class-typo',
    level: 'warning',
    file: 'Annotations/train03.xml',
    line: 9,
    words: /"sqaure" is the class of 1 object only\. Did you mean `square`\?/,
  },
  'category ids that differ between training and validation': {
    set: () =>
      cocoLayout((entries, part) => {
        if (part === 'valid')
          entries.categories = entries.categories.map(({ name }, index) => ({ id: 3 - index, name }));
      }),
    data: 'train/_annotations.coco.json',
    check: 'category-ids',
    level: 'error',
    file: 'valid/_annotations.coco.json',
    line: 5,
    words: /2 categories have another id .*"triangle" has id 1 here/,
  },
  'a label file whose image is gone': {
    ...yaml,
    set: changed(yoloLayout, (files) => files.set('labels/train/lost.txt', '0 0.5 0.5 0.2 0.2\n')),
    check: 'label-orphan',
    level: 'warning',
    file: 'labels/train/lost.txt',
    line: null,
    words: /No image belongs to/,
  },
  'an annotation whose image is gone': {
    set: changed(vocLayout, (files) =>
      files.set('Annotations/lost.xml', vocAnnotation('lost', [['square', 1, 1, 9, 9]])),
    ),
    data: '.',
    check: 'label-orphan',
    level: 'warning',
    file: 'Annotations/lost.xml',
    line: null,
    words: /No image belongs to/,
  },
  'a data.yaml without val': {
    ...yaml,
    set: changed(yoloLayout, (files) =>
      files.set('data.yaml', String(files.get('data.yaml')).replace(/^val:.*\n/m, '')),
    ),
    check: 'validation-key',
    level: 'error',
    file: 'data.yaml',
    line: null,
    words: /There is no "val:" in it/,
  },
  'a val that says nothing': {
    ...yaml,
    set: changed(yoloLayout, (files) =>
      files.set('data.yaml', String(files.get('data.yaml')).replace(/^val:.*\n/m, 'val:\n')),
    ),
    check: 'validation-key',
    level: 'error',
    file: 'data.yaml',
    line: 2,
    words: /"val:" is empty/,
  },
  'a list with backslashes': {
    ...darknet,
    set: changed(darknetLayout, (files) =>
      files.set('train.txt', String(files.get('train.txt')).replaceAll('/', '\\')),
    ),
    check: 'image-missing',
    level: 'error',
    file: 'train.txt',
    line: 1,
    words: /None of the 20 images exists: .*data\\train00\.png is looked for\. Did you mean `.*\/data\/train00\.png`\?/,
  },
  'an image in other capitals than its line': {
    ...darknet,
    set: changed(darknetLayout, (files) =>
      files.set('train.txt', String(files.get('train.txt')).replace('train07.png', 'Train07.PNG')),
    ),
    check: 'image-missing',
    level: 'error',
    file: 'train.txt',
    line: 8,
    words: /Train07\.PNG does not exist\. Did you mean `.*\/data\/train07\.png`\?/,
  },
  'a list in other capitals than its name': {
    ...darknet,
    set: changed(darknetLayout, (files) =>
      files.set('obj.data', String(files.get('obj.data')).replace('valid.txt', 'Valid.txt')),
    ),
    check: 'list-missing',
    level: 'error',
    file: 'obj.data',
    line: 3,
    words: /"Valid\.txt" of valid does not exist\. Did you mean `.*\/valid\.txt`\?/,
  },
  'a model that begins at random': {
    ...yaml,
    command: ['yolo', 'detect', 'train', 'data=data.yaml', 'model=yolo11n.yaml'],
    check: 'model-scratch',
    level: 'warning',
    file: null,
    line: null,
    words: /With model=yolo11n\.yaml the weights begin at random/,
  },
  'weights that are told to be none': {
    ...yaml,
    command: ['python', 'train.py', '--data', 'data.yaml', '--weights', '', '--cfg', 'yolov5s.yaml'],
    check: 'model-scratch',
    level: 'warning',
    file: null,
    line: null,
    words: /With --weights '' the weights begin at random/,
  },
};

describe('a planted mistake is found with its file and line, and nothing else is blamed for it', () => {
  test.each(Object.keys(mistakes))('%s', async (name) => {
    const { set, data, check, level, file, line, words, command } = mistakes[name]!;
    const root = join(folder, `set${sets++}`);
    writeLayout(root, set());
    const report = await checkTraining({
      data: command === undefined ? data : null,
      model: null,
      command: command ?? null,
      cwd: root,
      threads: 1,
      onProgress: () => {},
    });
    const severe = report.findings.filter((finding) => finding.level !== 'hint' && !aboutSize.has(finding.check));
    expect(severe.map((finding) => [finding.level, finding.check])).toEqual([[level, check]]);
    expect(severe[0]!.what).toMatch(words);
    expect(severe[0]!.where).toEqual(
      file === null ? null : { file: join(root, file), line: line ?? severe[0]!.where!.line },
    );
  });
});

/** So small a set is small whatever else is right with it. */
const aboutSize: ReadonlySet<CheckId> = new Set<CheckId>(['class-rare', 'validation-small']);
