import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { checkTraining } from '../../src/checklist/checkTraining.ts';
import { openDataSet } from '../../src/checklist/sources/openDataSet.ts';
import { readCommand } from '../../src/trainers/formats/readCommand.ts';
import { draw } from '../support/checklist/drawn.ts';
import { errorMessage } from '../../src/words/errors.ts';
import { notAsRoot } from '../support/skipUnless.ts';

const folders: string[] = [];
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plateau-sources-'));
  folders.push(folder);
  process.env['XDG_CACHE_HOME'] = join(folder, 'cache');
});

afterAll(() => {
  delete process.env['XDG_CACHE_HOME'];
  for (const each of folders) rmSync(each, { recursive: true, force: true });
});

function write(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

const options = () => ({ cwd: folder, network: { width: 416, height: 416 } });

describe('what cannot be read at all is said in one sentence that names the file', () => {
  test.each([
    ['nothing.data', null, /nothing\.data does not exist/],
    ['notes.txt', 'hello', /notes\.txt is not a known data set/],
    ['empty.data', '', /empty\.data has no line "train = \.\.\."/],
    ['data.yaml', 'names: [a, b\ntrain: x', /data\.yaml is not valid YAML: line \d/],
    ['data.yaml', 'names: [a, b]', /data\.yaml has no "train:"/],
    ['data.yaml', '- just\n- a list', /data\.yaml is not a data\.yaml/],
    ['coco.json', '{"images": [', /coco\.json is not valid JSON: /],
    ['coco.json', '{"images": []}', /coco\.json has no list "annotations"/],
    ['coco.json', '[]', /coco\.json has no list "images"/],
  ])('%s', (name, content, words) => {
    if (content !== null) write(name, content);
    const failure = messageOf(() => openDataSet(name, options()));
    expect(failure).toMatch(words);
    expect(failure).not.toContain('\n');
  });

  test('a folder without a data set, and one with several', () => {
    expect(messageOf(() => openDataSet('.', options()))).toMatch(/holds no known data set/);
    write('one.data', 'train = x');
    write('two.data', 'train = x');
    expect(messageOf(() => openDataSet('.', options()))).toMatch(
      /more than one data set: give one of .*one\.data, .*two\.data/,
    );
  });

  test('a file that may not be read', notAsRoot, () => {
    chmodSync(write('locked.data', 'train = x'), 0);
    expect(messageOf(() => openDataSet('locked.data', options()))).toMatch(/its permissions do not allow it/);
  });

  test('a network that is none', async () => {
    write('obj.data', 'classes=1\ntrain=train.txt\n');
    write('train.txt', 'a.png\n');
    write('net.cfg', '[yolo]\nclasses=1\n');
    const check = (model: string) =>
      checkTraining({ data: 'obj.data', model, command: null, cwd: folder, threads: 1, onProgress: () => {} });
    await expect(check('net.cfg')).rejects.toThrow(/net\.cfg does not begin with \[net\]/);
    await expect(check('missing.cfg')).rejects.toThrow(/missing\.cfg cannot be read: there is no such file/);
    await expect(check('model.yaml')).rejects.toThrow(/model\.yaml is not a Darknet \.cfg/);
  });

  test('a command that names no data set', async () => {
    const command = ['python3', 'train.py'];
    const failure = checkTraining({ data: null, model: null, command, cwd: folder, threads: 1, onProgress: () => {} });
    await expect(failure).rejects.toThrow(/`python3 train\.py` does not name a known data set/);
  });
});

describe('the paths of Darknet', () => {
  test('begin where it is started, or else where the .data file is', () => {
    write(
      'set/obj.data',
      'classes=1\ntrain = lists/train.txt\nvalid=lists/none.txt\nnames = obj.names\nbackup = images\n',
    );
    write('set/lists/train.txt', 'images/a.png\n\nimages/b.png\n');
    write('set/obj.names', 'dog\n');
    write('set/images/a.png', draw(1).bytes);
    const { train, findings, names } = openDataSet('set/obj.data', options());
    expect(names).toEqual(['dog']);
    expect(train.images.map(({ path, listed }) => [path, listed.line])).toEqual([
      [join(folder, 'set/images/a.png'), 1],
      [join(folder, 'set/images/b.png'), 3],
    ]);
    expect(findings).toMatchObject([{ check: 'list-missing', where: { file: join(folder, 'set/obj.data'), line: 3 } }]);
  });

  test.each([
    ['beside the image', 'images/a.txt'],
    ['in the folder labels', 'labels/a.txt'],
  ])('labels are found %s', async (_name, labels) => {
    write('images/a.png', draw(1).bytes);
    write(labels, '0 0.5 0.5 0.5 0.5\n');
    write('train.txt', 'images/a.png\n');
    write('obj.names', 'dog\n');
    write('obj.data', 'classes=1\ntrain=train.txt\nnames=obj.names\n');
    const { statistics, byCheck } = await checked('obj.data');
    expect(statistics.train.objects).toBe(1);
    expect(byCheck).not.toHaveProperty('label-missing');
  });
});

describe('a data.yaml', () => {
  test('may list folders, have its names in a map in any order, and be without path', async () => {
    for (const part of ['train', 'val']) {
      write(`images/${part}/deep/a.png`, draw(part.length).bytes);
      write(`labels/${part}/deep/a.txt`, '1 0.5 0.5 0.5 0.5\n');
    }
    write('data.yaml', 'train: [images/train]\nval: images/val # comment\nnames: {1: "no, really", 0: yes}\n');
    const { statistics } = await checked('data.yaml');
    expect(statistics.classes).toMatchObject([
      { name: 'yes', train: { objects: 0 } },
      { name: 'no, really', train: { objects: 1 }, valid: { objects: 1 } },
    ]);
  });

  test('tells of a folder that does not exist, and of one without images, with the line', () => {
    mkdirSync(join(folder, 'images'));
    write('data.yaml', 'names: [a]\ntrain: images\nval: nowhere\n');
    expect(openDataSet('data.yaml', options()).findings).toMatchObject([
      { check: 'list-empty', where: { line: 2 } },
      { check: 'list-missing', where: { line: 3 } },
    ]);
  });
});

test('a folder of Pascal VOC is checked by its sets, with the mistakes of its annotations', async () => {
  const annotation = (name: string, size: number) =>
    `<annotation>\n<size><width>${size}</width><height>${size}</height></size>\n<object>\n<name>${name}</name>\n<bndbox><xmin>5</xmin><ymin>5</ymin><xmax>40</xmax><ymax>40</ymax></bndbox>\n</object>\n</annotation>\n`;
  write('ImageSets/Main/train.txt', 'a\nb 1\nc -1\nd\n');
  write('ImageSets/Main/val.txt', 'e\n');
  for (const [index, name] of ['a', 'b', 'c', 'e'].entries()) write(`JPEGImages/${name}.png`, draw(index).bytes);
  write('Annotations/a.xml', annotation('dog', 64));
  write('Annotations/b.xml', annotation('cat', 128));
  write('Annotations/e.xml', annotation('bird', 64));
  const { findings, statistics, dataSet } = await checked('.');
  expect(dataSet.form).toBe('voc');
  expect(statistics.classes.map(({ name }) => name)).toEqual(['bird', 'cat', 'dog']);
  const list = join(folder, 'ImageSets/Main/train.txt');
  expect(findings.map(({ check, where }) => [check, where])).toEqual(
    expect.arrayContaining([
      ['image-missing', { file: list, line: 4 }],
      ['image-size', { file: join(folder, 'Annotations/b.xml'), line: 2 }],
      ['label-missing', { file: join(folder, 'Annotations/c.xml'), line: null }],
      ['validation-classes', { file: join(folder, 'ImageSets/Main/val.txt'), line: null }],
    ]),
  );
});

test('a class that is not among the names of a VOC set does not exist', async () => {
  write('labels.txt', 'cat\n');
  write('JPEGImages/a.png', draw(1).bytes);
  write(
    'Annotations/a.xml',
    '<annotation><size><width>64</width><height>64</height></size>\n<object><name>dog</name><bndbox/></object></annotation>',
  );
  const { findings } = await checked('.');
  expect(findings).toMatchObject(expect.arrayContaining([expect.objectContaining({ check: 'label-malformed' })]));
});

test.each([
  [
    'darknet detector train cfg/obj.data cfg/yolo.cfg yolov4.conv.137 -map',
    { tool: 'darknet', data: 'cfg/obj.data', configuration: 'cfg/yolo.cfg', weights: 'yolov4.conv.137' },
  ],
  ['darknet detector train obj.data yolo.cfg -dont_show', { weights: null }],
  [
    'yolo detect train data=shapes/data.yaml model=yolo11n.pt imgsz=320 epochs=50 batch=8',
    { tool: 'yolo', data: 'shapes/data.yaml', weights: 'yolo11n.pt', imageSize: 320, epochs: 50, batch: 8 },
  ],
  [
    'python train.py --data data.yaml --weights runs/best.pt --img 640',
    { data: 'data.yaml', weights: 'runs/best.pt', imageSize: 640 },
  ],
  ['yolo train data=x/data.yaml model=yolo11n.yaml', { weights: null }],
  ['python train.py --data-path /data/coco --epochs 26', { tool: 'other', data: '/data/coco', epochs: 26 }],
])('the command `%s` says what is trained on what', (command, facts) => {
  expect(readCommand(command.split(' '))).toMatchObject(facts);
});

test('weights that are missing, empty, cut off or a web page are named before the training starts', async () => {
  write('images/a.png', draw(1).bytes);
  write('images/a.txt', '0 0.5 0.5 0.5 0.5\n');
  write('train.txt', 'images/a.png\n');
  write('obj.names', 'dog\n');
  write('obj.data', 'classes=1\ntrain=train.txt\nnames=obj.names\n');
  write('net.cfg', readFileSync(new URL('../../fixtures/shapes/shapes.cfg', import.meta.url)));
  const header = Buffer.alloc(20);
  header.writeInt32LE(2, 4);
  const kinds: Record<string, Buffer | null> = {
    'missing.weights': null,
    'empty.weights': Buffer.alloc(0),
    'page.weights': Buffer.from('<!DOCTYPE html><html></html>'),
    'cut.weights': Buffer.concat([header, Buffer.alloc(7)]),
    'other.weights': Buffer.from('this is a text of some length'),
  };
  for (const [name, bytes] of Object.entries(kinds)) {
    if (bytes !== null) write(name, bytes);
    const { findings } = await checkedCommand(`darknet detector train obj.data net.cfg ${name}`);
    expect(findings).toMatchObject(expect.arrayContaining([expect.objectContaining({ check: 'model-weights' })]));
  }
  write('good.weights', Buffer.concat([header, Buffer.alloc(400)]));
  expect((await checkedCommand('darknet detector train obj.data net.cfg good.weights')).byCheck).not.toHaveProperty(
    'model-weights',
  );
  expect((await checkedCommand('darknet detector train obj.data net.cfg')).byCheck).toHaveProperty('model-scratch', 1);
});

test('a validation list that is the training list is one finding, not one for every image', async () => {
  for (const name of ['a', 'b']) {
    write(`images/${name}.png`, draw(name.charCodeAt(0)).bytes);
    write(`images/${name}.txt`, '0 0.5 0.5 0.5 0.5\n');
  }
  write('train.txt', 'images/a.png\nimages/b.png\n');
  write('obj.names', 'dog\n');
  write('obj.data', 'classes=1\ntrain=train.txt\nvalid=train.txt\nnames=obj.names\n');
  expect((await checked('obj.data')).byCheck).toMatchObject({ 'validation-is-training': 1 });
  expect((await checked('obj.data')).byCheck).not.toHaveProperty('leakage');
});

function checked(data: string) {
  return checkTraining({ data, model: null, command: null, cwd: folder, threads: 1, onProgress: () => {} });
}

function checkedCommand(command: string) {
  return checkTraining({
    data: null,
    model: null,
    command: command.split(' '),
    cwd: folder,
    threads: 1,
    onProgress: () => {},
  });
}

function messageOf(work: () => unknown): string {
  try {
    work();
    return '';
  } catch (error) {
    return errorMessage(error);
  }
}
