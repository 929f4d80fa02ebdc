import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckId } from '../../src/checklist/checks/checks.ts';
import { checkTraining } from '../../src/checklist/checkTraining.ts';
import {
  type CocoEntries,
  cocoLayout,
  darknetLayout,
  type Layout,
  vocLayout,
  writeLayout,
  yoloLayout,
} from '../support/checklist/layouts.ts';

let folder = '';
let sets = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plateau-clean-'));
  process.env['XDG_CACHE_HOME'] = join(folder, 'cache');
});

afterAll(() => {
  delete process.env['XDG_CACHE_HOME'];
  rmSync(folder, { recursive: true, force: true });
});

/** A set without a mistake, however odd it looks. */
interface CleanSet {
  readonly set: () => Layout;
  /** Null where the command names it. */
  readonly data: string | null;
  readonly command?: readonly string[];
  /** Where the trainer is started, below the folder of the set. */
  readonly cwd?: string;
  /** Objects that have to be seen in both parts: a set of which nothing was read has no mistake either. */
  readonly objects: number;
}

function changed(set: () => Layout, change: (files: Layout['files']) => void): () => Layout {
  return () => {
    const layout = set();
    change(layout.files);
    return layout;
  };
}

/** Moves all files that begin with one path to another. */
function move(files: Layout['files'], from: string, to: string): void {
  for (const [name, content] of files) {
    if (!name.startsWith(from)) continue;
    files.delete(name);
    files.set(to + name.slice(from.length), content);
  }
}

function withPlaceholder(entries: CocoEntries): void {
  entries.categories = [
    { id: 0, name: 'shapes', supercategory: 'none' },
    ...entries.categories.map((each) => ({ ...each, supercategory: 'shapes' })),
  ];
}

const roboflow = (files: Layout['files']) => {
  for (const part of ['train', 'valid']) {
    move(files, `images/${part}/`, `${part}/images/`);
    move(files, `labels/${part}/`, `${part}/labels/`);
  }
  files.set(
    'data.yaml',
    "train: ../train/images\nval: ../valid/images\n\nnc: 3\nnames: ['square', 'circle', 'triangle']\n",
  );
};

const cleanSets: Record<string, CleanSet> = {
  'a data.yaml with images and labels': { set: yoloLayout, data: 'data.yaml', objects: 84 },
  'a data.yaml that Roboflow wrote': { set: changed(yoloLayout, roboflow), data: 'data.yaml', objects: 84 },
  'the same beside YOLOv5, and its path from there': {
    set: changed(yoloLayout, (files) => {
      roboflow(files);
      move(files, 'data.yaml', 'yolov5/data/shapes.yaml');
      files.set('yolov5/train.py', '');
    }),
    data: null,
    command: ['python', 'train.py', '--data', 'data/shapes.yaml', '--weights', 'yolov5s.pt'],
    cwd: 'yolov5',
    objects: 84,
  },
  'an input size that the trainer rounds up': {
    set: yoloLayout,
    data: null,
    command: ['yolo', 'detect', 'train', 'data=data.yaml', 'model=yolo11n.pt', 'imgsz=650'],
    objects: 84,
  },
  'a model by its description with pretrained weights': {
    set: yoloLayout,
    data: null,
    command: ['yolo', 'train', 'data=data.yaml', 'model=yolo11n.yaml', 'pretrained=yolo11n.pt'],
    objects: 84,
  },
  'classes written as 1.0 for Ultralytics': {
    set: changed(yoloLayout, (files) => {
      for (const [name, content] of files) {
        if (name.startsWith('labels/')) files.set(name, String(content).replaceAll(/^(\d)/gm, '$1.0'));
      }
    }),
    data: 'data.yaml',
    objects: 84,
  },
  'validation named `validation`': {
    set: changed(yoloLayout, (files) =>
      files.set('data.yaml', String(files.get('data.yaml')).replace('val:', 'validation:')),
    ),
    data: 'data.yaml',
    objects: 84,
  },
  'coco128, which validates on its training images': {
    set: changed(yoloLayout, (files) => {
      files.set('coco128.yaml', String(files.get('data.yaml')).replace('images/valid', 'images/train'));
      files.delete('data.yaml');
    }),
    data: 'coco128.yaml',
    objects: 120,
  },
  'images of which the first are not labelled, on purpose': {
    set: changed(yoloLayout, (files) => {
      for (const index of [0, 1, 2]) files.set(`labels/train/train0${index}.txt`, '');
    }),
    data: 'data.yaml',
    objects: 75,
  },
  'lists and labels of Darknet': { set: darknetLayout, data: 'obj.data', objects: 84 },
  'lists of Darknet with Windows line ends': {
    set: changed(darknetLayout, (files) => {
      for (const name of ['train.txt', 'valid.txt', 'obj.data', 'obj.names']) {
        files.set(name, String(files.get(name)).replaceAll('\n', '\r\n'));
      }
    }),
    data: 'obj.data',
    objects: 84,
  },
  'lists of names and notes beside the labels': {
    set: changed(darknetLayout, (files) => {
      files.set('data/classes.txt', 'square\ncircle\ntriangle\n');
      files.set('data/README.txt', '3 classes, drawn in 2024\n');
    }),
    data: 'obj.data',
    objects: 84,
  },
  'images beside the list that it does not name': {
    set: changed(darknetLayout, (files) => {
      files.set('train.txt', String(files.get('train.txt')).split('\n').slice(0, 15).join('\n'));
    }),
    data: 'obj.data',
    objects: 69,
  },
  'COCO files by part': { set: cocoLayout, data: 'train/_annotations.coco.json', objects: 84 },
  'COCO files with the placeholder of Roboflow': {
    set: () => cocoLayout(withPlaceholder),
    data: 'train/_annotations.coco.json',
    objects: 84,
  },
  'COCO ids with gaps, and a validation file without one of the categories': {
    set: () =>
      cocoLayout((entries, part) => {
        entries.categories = entries.categories.map(({ name }, index) => ({ id: 10 + index * 7, name }));
        entries.annotations = entries.annotations.map((each) => ({ ...each, category_id: 3 + each.category_id * 7 }));
        if (part === 'train') return;
        entries.categories.shift();
        entries.annotations = entries.annotations.filter(({ category_id: id }) => id !== 10);
      }),
    data: 'train/_annotations.coco.json',
    objects: 76,
  },
  'Pascal VOC': { set: vocLayout, data: '.', objects: 84 },
  'VOC as images/ and annots/': {
    set: () => vocLayout((kind) => (kind === 'image' ? 'images' : 'annots')),
    data: '.',
    objects: 84,
  },
  'VOC with the annotations beside the images': { set: () => vocLayout(() => 'all'), data: 'all', objects: 84 },
  'VOC that Roboflow wrote, by part': { set: () => vocLayout((_kind, part) => part), data: '.', objects: 84 },
};

describe('a set without a mistake gets no error, and no warning but that it is small', () => {
  test.each(Object.keys(cleanSets))('%s', async (name) => {
    const { set, data, command = null, cwd = '.', objects } = cleanSets[name]!;
    const root = join(folder, `set${sets++}`);
    writeLayout(root, set());
    const report = await checkTraining({
      data,
      model: null,
      command,
      cwd: join(root, cwd),
      threads: 1,
      onProgress: () => {},
    });
    const severe = report.findings.filter(({ level, check }) => level !== 'hint' && !aboutSize.has(check));
    expect(severe.map(({ level, check, what }) => [level, check, what])).toEqual(expectedOf(name));
    expect(report.statistics.train.objects + (report.statistics.valid?.objects ?? 0)).toBe(objects);
  });
});

/** What is right to say: a category that is in no validation image is not judged. */
function expectedOf(name: string): unknown[] {
  return name.includes('without one of the categories')
    ? [['warning', 'validation-classes', '"square" is in no validation image.']]
    : [];
}

const aboutSize: ReadonlySet<CheckId> = new Set<CheckId>(['class-rare', 'validation-small', 'validation-missing']);

test.each(['coco128.yaml', 'coco8-seg.yaml', 'coco8'])(
  '%s, which comes with Ultralytics, is not said to be missing',
  async (name) => {
    const command = ['yolo', 'train', `data=${name.includes('.') ? name : `${name}.yaml`}`, 'model=yolo11n.pt'];
    const check = checkTraining({ data: null, model: null, command, cwd: folder, threads: 1, onProgress: () => {} });
    await expect(check).rejects.toThrow(/comes with Ultralytics, which fetches its images/);
  },
);

test('a data.yaml that says where its images are fetched from has no mistake while they are not here', async () => {
  const root = join(folder, `set${sets++}`);
  const yaml =
    'path: coco8\ntrain: images/train\nval: images/val\nnames: {0: a}\ndownload: https://example.org/coco8.zip\n';
  writeLayout(root, { files: new Map([['coco8.yaml', yaml]]), stems: { train: [], valid: [] } });
  const { findings } = await checkTraining({
    data: 'coco8.yaml',
    model: null,
    command: null,
    cwd: root,
    threads: 1,
    onProgress: () => {},
  });
  expect(findings).toMatchObject([{ level: 'hint', check: 'list-download', where: { line: 5 } }]);
});
