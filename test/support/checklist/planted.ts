import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CheckId } from '../../../src/checklist/checks/checks.ts';
import { draw, type Drawn, noise, side } from './drawn.ts';

/** A mistake that was planted, and where it is to be found. */
export interface Planted {
  readonly check: CheckId;
  readonly file: string;
  readonly line: number | null;
}

export interface DataSetOnDisk {
  readonly data: string;
  /** The .cfg of a Darknet set. */
  readonly model: string | null;
  readonly planted: readonly Planted[];
}

export type Form = 'darknet' | 'yolo' | 'coco';

/** Writes a data set of drawn images, without a mistake or with forty of them, in one of the forms. */
export function writeDataSet(folder: string, form: Form, mistakes: boolean): DataSetOnDisk {
  const set: Draft = {
    folder,
    names: ['square', 'circle', 'triangle'],
    train: samples('train', 120, 0),
    valid: samples('valid', 40, 500),
    planted: [],
  };
  // Images without objects, as the guides ask for.
  for (const sample of set.train.slice(-4)) sample.boxes = [];
  if (mistakes) plant(set, form);
  const writers = { darknet: writeDarknet, yolo: writeYolo, coco: writeCoco };
  return writers[form](set, mistakes);
}

type PlantedBox = Drawn['boxes'][number];

interface Sample {
  readonly part: 'train' | 'valid';
  name: string;
  bytes: Buffer | null;
  /** Lines of the label file; null for none. The numbers of a box are written as they are. */
  boxes: (PlantedBox | string)[] | null;
  /** Size that a COCO annotation says. */
  said: [number, number];
}

interface Draft {
  readonly folder: string;
  readonly names: string[];
  train: Sample[];
  valid: Sample[];
  /** Where a mistake is, told once the files are written. */
  readonly planted: { check: CheckId; at: (places: Places) => Omit<Planted, 'check'> }[];
}

/** Where things came to be. */
interface Places {
  readonly image: (sample: Sample) => string;
  readonly listed: (sample: Sample, time?: number) => Omit<Planted, 'check'>;
  readonly labels: (sample: Sample) => string;
  readonly box: (sample: Sample, index: number) => Omit<Planted, 'check'>;
  readonly source: (part: 'train' | 'valid') => string;
  readonly name: (index: number) => Omit<Planted, 'check'>;
  readonly count: () => Omit<Planted, 'check'>;
}

function samples(part: Sample['part'], count: number, first: number): Sample[] {
  return Array.from({ length: count }, (_, index) => {
    const { bytes, boxes } = draw(first + index);
    return { part, name: `${part}${String(index).padStart(3, '0')}.png`, bytes, boxes: [...boxes], said: [side, side] };
  });
}

/** Plants what every form can have wrong, and what only this one can. */
function plant(set: Draft, form: Form): void {
  const { train, valid } = set;
  let next = 0;
  const fresh = () => train[next++]!;
  const whole = (sample: Sample, check: CheckId) =>
    set.planted.push({ check, at: ({ image }) => ({ file: image(sample), line: null }) });
  const wrongBox = (check: CheckId, box: PlantedBox) => {
    const sample = fresh();
    sample.boxes!.push(box);
    set.planted.push({ check, at: ({ box: place }) => place(sample, 3) });
  };

  // Images: 14.
  for (const sample of [fresh(), valid[0]!]) {
    sample.bytes = null;
    set.planted.push({ check: 'image-missing', at: ({ listed }) => listed(sample) });
  }
  const jpeg = readFileSync(new URL('../../../fixtures/checklist/colour.jpg', import.meta.url));
  const damage: [CheckId, (bytes: Buffer) => Buffer][] = [
    ['image-unreadable', () => Buffer.from('<html>Not found</html>')],
    ['image-unreadable', () => Buffer.alloc(0)],
    ['image-unreadable', (bytes) => Buffer.from(bytes).fill(0xaa, 200, 210)],
    ['image-truncated', (bytes) => bytes.subarray(0, bytes.length >> 1)],
    ['image-truncated', (bytes) => bytes.subarray(0, bytes.length - 12)],
    ['image-truncated', () => jpeg.subarray(0, jpeg.length - 300)],
    ['image-small', () => noise(8, 9)],
  ];
  for (const [check, spoil] of damage) {
    const sample = fresh();
    sample.bytes = spoil(sample.bytes!);
    if (check === 'image-small') sample.said = [8, 9];
    whole(sample, check);
  }
  const [one, other, copied] = [fresh(), fresh(), fresh()];
  const copy = (name: string, part: Sample['part'], bytes: Buffer, boxes: Sample['boxes']): Sample => {
    const sample: Sample = { part, name, bytes, boxes: [...boxes!], said: [side, side] };
    (part === 'train' ? train : valid).push(sample);
    return sample;
  };
  whole(copy('copy1.png', 'train', one.bytes!, one.boxes), 'image-duplicate');
  whole(copy('copy2.png', 'train', other.bytes!, other.boxes), 'image-duplicate');
  whole(copy('brighter.png', 'train', draw(train.indexOf(copied), 1.2).bytes, copied.boxes), 'image-near-duplicate');
  whole(copy('leaked.png', 'valid', copied.bytes!, copied.boxes), 'leakage');
  const scene = fresh();
  whole(copy('leaked-darker.png', 'valid', draw(train.indexOf(scene), 0.8).bytes, scene.boxes), 'leakage-near');

  // Boxes: 13.
  wrongBox('class-out-of-range', [70, 0.75, 0.75, 0.25, 0.25]);
  wrongBox('class-out-of-range', [-1, 0.75, 0.75, 0.25, 0.25]);
  wrongBox('box-outside', [0, 75, 75, 25, 25]);
  wrongBox('box-outside', [1, -0.1, 0.75, 0.25, 0.25]);
  wrongBox('box-outside', [2, 0.75, 1.2, 0.25, 0.25]);
  wrongBox('box-over-edge', [0, 0.95, 0.75, 0.25, 0.25]);
  wrongBox('box-over-edge', [1, 0.75, 0.9, 0.25, 0.25]);
  wrongBox('box-empty', [0, 0.75, 0.75, 0, 0.25]);
  wrongBox('box-empty', [1, 0.75, 0.75, 0.25, -0.1]);
  wrongBox('box-tiny', [0, 0.75, 0.75, 0.001, 0.25]);
  for (const [check, shift] of [
    ['box-duplicate', 0],
    ['box-duplicate', 0],
    ['box-two-classes', 1],
  ] as const) {
    const sample = fresh();
    sample.boxes!.push(ofClass(sample, (category) => (category + shift) % 3));
    set.planted.push({ check, at: ({ box: place }) => place(sample, 3) });
  }

  // Classes and validation: 5.
  set.names.push('rare', 'ghost', 'circle');
  const rare = fresh();
  rare.boxes![0] = ofClass(rare, () => 3);
  set.planted.push(
    { check: 'names-wrong', at: ({ name }) => name(5) },
    { check: 'class-absent', at: ({ source }) => ({ file: source('train'), line: null }) },
    { check: 'class-imbalance', at: ({ source }) => ({ file: source('train'), line: null }) },
    { check: 'class-rare', at: ({ source }) => ({ file: source('train'), line: null }) },
    { check: 'validation-classes', at: ({ source }) => ({ file: source('valid'), line: null }) },
  );

  // Forms: 8.
  if (form === 'coco') return;
  const twice = fresh();
  train.push(twice);
  set.planted.push({ check: 'image-listed-twice', at: ({ listed }) => listed(twice, 1) });
  const [missing, empty, shared] = [fresh(), fresh(), fresh()];
  missing.boxes = null;
  empty.boxes = [];
  valid.push(shared);
  set.planted.push(
    { check: 'label-missing', at: ({ labels }) => ({ file: labels(missing), line: null }) },
    { check: 'label-empty', at: ({ labels }) => ({ file: labels(empty), line: null }) },
    { check: 'names-count', at: ({ count }) => count() },
  );
  for (const line of ['0 0.5 0.5 0.25', 'square 0.5 0.5 0.25 0.25', '0.5 0.5 0.5 0.25 0.25']) {
    const sample = fresh();
    sample.boxes!.push(line);
    set.planted.push({ check: 'label-malformed', at: ({ box }) => box(sample, 3) });
  }
  set.planted.push({ check: 'leakage', at: ({ listed }) => listed(shared, -1) });
}

/** The first box of an image with another class. */
function ofClass({ boxes }: Sample, change: (category: number) => number): PlantedBox {
  const box = boxes![0]!;
  if (typeof box === 'string') throw new Error('This image begins with a line that is no box.');
  const [category, x, y, width, height] = box;
  return [change(category), x, y, width, height];
}

function write(path: string, content: string | Buffer): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** Writes images, label files and lists, and tells where they are. */
function writeTexts(set: Draft, labelFolder: string): Places {
  const { folder } = set;
  const image = (sample: Sample) => join(folder, 'images', sample.part, sample.name);
  const labels = (sample: Sample) => join(folder, labelFolder, sample.part, sample.name.replace(/\.\w+$/, '.txt'));
  for (const sample of new Set([...set.train, ...set.valid])) {
    if (sample.bytes !== null) write(image(sample), sample.bytes);
    if (sample.boxes !== null) {
      write(labels(sample), sample.boxes.map((box) => `${typeof box === 'string' ? box : box.join(' ')}\n`).join(''));
    }
  }
  const lists = { train: join(folder, 'train.txt'), valid: join(folder, 'valid.txt') };
  for (const part of ['train', 'valid'] as const) write(lists[part], `${set[part].map(image).join('\n')}\n`);
  return {
    image,
    labels,
    // -1: in the list of the other part, where an image leaked to.
    listed: (sample, time = 0) => {
      const part = time === -1 ? 'valid' : sample.part;
      const lines = set[part].flatMap((each, index) => (each === sample ? [index + 1] : []));
      return { file: lists[part], line: lines[Math.max(0, time)]! };
    },
    box: (sample, index) => ({ file: labels(sample), line: index + 1 }),
    source: (part) => lists[part],
    name: (index) => ({ file: join(folder, 'obj.names'), line: index + 1 }),
    count: () => ({ file: join(folder, 'obj.data'), line: 1 }),
  };
}

function writeDarknet(set: Draft, mistakes: boolean): DataSetOnDisk {
  const places = writeTexts(set, 'images');
  const names = write(join(set.folder, 'obj.names'), `${set.names.join('\n')}\n`);
  const classes = mistakes ? set.names.length + 1 : set.names.length;
  const data = write(
    join(set.folder, 'obj.data'),
    `classes = ${classes}\ntrain = ${places.source('train')}\nvalid = ${places.source('valid')}\nnames = ${names}\nbackup = ${set.folder}\n`,
  );
  return { data, model: write(join(set.folder, 'net.cfg'), network(set.names.length)), planted: resolved(set, places) };
}

/** A network that fits the clean data set. */
export function network(classes: number): string {
  return `[net]
batch=64
subdivisions=4
width=64
height=64
channels=3
learning_rate=0.001
burn_in=1000
max_batches=6000
policy=steps
steps=4800,5400
scales=.1,.1

[convolutional]
batch_normalize=1
filters=16
size=3
stride=2
pad=1
activation=leaky

[convolutional]
size=1
stride=1
pad=1
filters=${3 * (classes + 5)}
activation=linear

[yolo]
mask=0,1,2
anchors=17,17, 19,19, 22,22
classes=${classes}
num=3
`;
}

function writeYolo(set: Draft, mistakes: boolean): DataSetOnDisk {
  const places = writeTexts(set, 'labels');
  const lines = [
    '# a data set of drawn squares',
    `path: ${set.folder}`,
    'train: train.txt',
    'val: valid.txt',
    `nc: ${mistakes ? 9 : set.names.length}`,
    'names:',
    ...set.names.map((name, index) => `  ${index}: ${name}`),
  ];
  const data = write(join(set.folder, 'data.yaml'), `${lines.join('\n')}\n`);
  const own: Places = {
    ...places,
    name: (index) => ({ file: data, line: 7 + index }),
    count: () => ({ file: data, line: 5 }),
  };
  return { data, model: null, planted: resolved(set, own) };
}

/** One entry a line, so that every entry has a line. */
function writeCoco(set: Draft, mistakes: boolean): DataSetOnDisk {
  const { folder } = set;
  const files = { train: join(folder, 'instances_train.json'), valid: join(folder, 'instances_valid.json') };
  const lineOf = { image: new Map<Sample, number>(), box: new Map<string, number>(), name: new Map<number, number>() };
  const extra: Planted[] = [];
  for (const part of ['train', 'valid'] as const) {
    const out: string[] = ['{', '"info": {"description": "drawn \\"squares\\" [ {"},', '"categories": ['];
    for (const [index, name] of set.names.entries()) {
      if (part === 'train') lineOf.name.set(index, out.length + 1);
      out.push(`${index > 0 ? ',' : ''}{"id": ${index + 1}, "name": ${JSON.stringify(name)}}`);
    }
    out.push('],', '"images": [');
    for (const [index, sample] of set[part].entries()) {
      const [width, height] = mistakes && index === 90 && part === 'train' ? [side * 2, side * 2] : sample.said;
      lineOf.image.set(sample, out.length + 1);
      if (width !== sample.said[0]) extra.push({ check: 'image-size', file: files[part], line: out.length + 1 });
      out.push(
        `${index > 0 ? ',' : ''}{"id": ${index + 1}, "file_name": "${sample.name}", "width": ${width}, "height": ${height}}`,
      );
      if (sample.bytes !== null) write(join(folder, 'images', part, sample.name), sample.bytes);
    }
    out.push('],', '"annotations": [');
    let id = 0;
    for (const [index, sample] of set[part].entries()) {
      for (const [place, box] of (sample.boxes ?? []).entries()) {
        if (typeof box === 'string') throw new Error('COCO has no lines of text.');
        const [category, x, y, width, height] = box;
        const [wide, high] = mistakes && index === 90 && part === 'train' ? [side * 2, side * 2] : sample.said;
        const corner = [(x - width / 2) * wide, (y - height / 2) * high, width * wide, height * high];
        lineOf.box.set(`${part} ${sample.name} ${place}`, out.length + 1);
        out.push(
          `${id > 0 ? ',' : ''}{"id": ${++id}, "image_id": ${index + 1}, "category_id": ${category + 1}, "bbox": [${corner.join(', ')}], "iscrowd": 0}`,
        );
      }
    }
    if (mistakes && part === 'train') {
      const wrong: [CheckId, string][] = [
        ['annotation-lost', `{"id": 9001, "image_id": 9999, "category_id": 1, "bbox": [1, 1, 20, 20]}`],
        ['annotation-lost', `{"id": 9002, "image_id": null, "category_id": 1, "bbox": [1, 1, 20, 20]}`],
        ['id-twice', `{"id": 5, "image_id": 95, "category_id": 1, "bbox": [40, 40, 20, 20]}`],
        ['label-malformed', `{"id": 9003, "image_id": 96, "category_id": 1, "bbox": [1, 1, 20]}`],
        ['label-malformed', `{"id": 9004, "image_id": 97, "category_id": 1, "bbox": "1 1 20 20"}`],
        ['label-malformed', `{"id": 9005, "image_id": 98, "category_id": 1}`],
        ['class-out-of-range', `{"id": 9006, "image_id": 99, "category_id": "square", "bbox": [40, 40, 20, 20]}`],
      ];
      for (const [check, entry] of wrong) {
        extra.push({ check, file: files[part], line: out.length + 1 });
        out.push(`,${entry}`);
      }
    }
    out.push(']', '}');
    write(files[part], `${out.join('\n')}\n`);
  }
  const places: Places = {
    image: (sample) => join(folder, 'images', sample.part, sample.name),
    labels: (sample) => files[sample.part],
    listed: (sample) => ({ file: files[sample.part], line: lineOf.image.get(sample)! }),
    box: (sample, index) => ({
      file: files[sample.part],
      line: lineOf.box.get(`${sample.part} ${sample.name} ${index}`)!,
    }),
    source: (part) => files[part],
    name: (index) => ({ file: files.train, line: lineOf.name.get(index)! }),
    count: () => ({ file: files.train, line: null }),
  };
  return { data: files.train, model: null, planted: [...resolved(set, places), ...extra] };
}

function resolved(set: Draft, places: Places): Planted[] {
  return set.planted.map(({ check, at }) => ({ check, ...at(places) }));
}
