import { expect, test } from 'vitest';
import { type CocoSummary, createCocoTable } from '../../../src/trainers/formats/coco.ts';
import { eachLine } from '../../support/trainers/readText.ts';

const rows = (values: readonly string[], detections = '100', indent = ' ') =>
  [
    `${indent}Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = ${values[0]}`,
    `${indent}Average Precision  (AP) @[ IoU=0.50      | area=   all | maxDets=${detections} ] = ${values[1]}`,
    `${indent}Average Precision  (AP) @[ IoU=0.75      | area=   all | maxDets=${detections} ] = ${values[2]}`,
    `${indent}Average Precision  (AP) @[ IoU=0.50:0.95 | area= small | maxDets=${detections} ] = ${values[3]}`,
    `${indent}Average Precision  (AP) @[ IoU=0.50:0.95 | area=medium | maxDets=${detections} ] = ${values[4]}`,
    `${indent}Average Precision  (AP) @[ IoU=0.50:0.95 | area= large | maxDets=${detections} ] = ${values[5]}`,
    `${indent}Average Recall     (AR) @[ IoU=0.50:0.95 | area=   all | maxDets=  1 ] = ${values[6]}`,
    `${indent}Average Recall     (AR) @[ IoU=0.50:0.95 | area=   all | maxDets= 10 ] = ${values[7]}`,
    `${indent}Average Recall     (AR) @[ IoU=0.50:0.95 | area=   all | maxDets=${detections} ] = ${values[8]}`,
    `${indent}Average Recall     (AR) @[ IoU=0.50:0.95 | area= small | maxDets=${detections} ] = ${values[9]}`,
    `${indent}Average Recall     (AR) @[ IoU=0.50:0.95 | area=medium | maxDets=${detections} ] = ${values[10]}`,
    `${indent}Average Recall     (AR) @[ IoU=0.50:0.95 | area= large | maxDets=${detections} ] = ${values[11]}`,
  ].join('\n');

const values = [
  '0.412',
  '0.601',
  '0.450',
  '-1.000',
  '0.400',
  '1.000',
  '0.310',
  '0.500',
  '0.520',
  '-1.000',
  '0.500',
  '0.600',
];

function read(text: string): { tables: CocoSummary[]; strangers: string[] } {
  const table = createCocoTable();
  const tables: CocoSummary[] = [];
  const strangers: string[] = [];
  eachLine(text, (line) => {
    const words = line.text();
    if (!table.read(line, (summary) => tables.push(summary))) strangers.push(words);
  });
  return { tables, strangers };
}

const summary: CocoSummary = {
  kind: null,
  map50To95: 0.412,
  map50: 0.601,
  map75: 0.45,
  small: null,
  medium: 0.4,
  large: 1,
  recall: 0.52,
};

test('a table is complete with its last row; -1.000 is nothing', () => {
  expect(read(rows(values))).toEqual({ tables: [summary], strangers: [] });
});

test('MMDetection prints no leading space and up to a thousand detections', () => {
  expect(read(rows(values, '1000', '')).tables).toEqual([summary]);
});

test('what was matched is told from the line before', () => {
  const { tables } = read(
    `IoU metric: bbox\n${rows(values)}\nIoU metric: segm\n${rows(values)}\nEvaluate annotation type *keypoints*\n${rows(values)}`,
  );
  expect(tables.map(({ kind }) => kind)).toEqual(['bbox', 'segm', 'keypoints']);
});

test('the two rows that faster-coco-eval adds belong to it and change nothing', () => {
  const more = ['0.50 ', '0.75 '].map(
    (iou) => ` Average Recall     (AR) @[ IoU=${iou}     | area=   all | maxDets=100 ] = 0.700`,
  );
  expect(read(`${rows(values)}\n${more.join('\n')}`)).toEqual({ tables: [summary], strangers: [] });
});

test('a table that is cut off is not told, and does not mix with the next', () => {
  const whole = rows(values).split('\n');
  const other = rows(values.map((value) => (value === '0.412' ? '0.500' : value)));
  expect(read(whole.slice(0, 11).join('\n')).tables).toEqual([]);
  expect(read(`${whole.slice(0, 11).join('\n')}\n${other}`).tables).toEqual([{ ...summary, map50To95: 0.5 }]);
  expect(read(whole.slice(1).join('\n')).tables).toEqual([]);
});

test('a row that was cut in its number is none', () => {
  const [first] = rows(values).split('\n');
  for (let length = 1; length < first!.length; length++) {
    expect(read(first!.slice(0, length))).toEqual({ tables: [], strangers: [first!.slice(0, length)] });
  }
});

test('keypoints are known by their twenty detections where nobody says what was matched', () => {
  const people = rows(values).replaceAll(/maxDets= *\d+/g, 'maxDets= 20');
  expect(read(`${people}\n`).tables.map(({ kind }) => kind)).toEqual(['keypoints']);
  expect(read(`IoU metric: bbox\n${people}\n`).tables.map(({ kind }) => kind)).toEqual(['bbox']);
});
