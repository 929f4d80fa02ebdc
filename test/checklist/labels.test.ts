import { expect, test } from 'vitest';
import { checkBoxes } from '../../src/checklist/labels/checkBoxes.ts';
import { readVocLabels } from '../../src/checklist/labels/vocLabels.ts';
import { readXml } from '../../src/checklist/labels/xml.ts';
import { readYoloLabels } from '../../src/checklist/labels/yoloLabels.ts';
import { elementLines } from '../../src/checklist/sources/jsonLines.ts';

const boxesOnly = { outlines: false, keyPoints: 0 };
const rules = { categories: 3, network: { width: 416, height: 416 } };

test('a label file is read line by line, blank lines and Windows line ends included', () => {
  const { boxes, problems } = readYoloLabels('0 0.5 0.5 0.2 0.3\r\n\r\n 2\t.25 .25 1e-1 0.1 \n', boxesOnly);
  expect(problems).toEqual([]);
  expect(boxes).toEqual([
    { category: 0, x: 0.5, y: 0.5, width: 0.2, height: 0.3, line: 1 },
    { category: 2, x: 0.25, y: 0.25, width: 0.1, height: 0.1, line: 3 },
  ]);
});

test.each([
  ['1.0 .5 .5 .2 .2', 'The class 1.0 is not a whole number.'],
  ['\uFEFF0 .5 .5 .2 .2', 'The file begins with a byte order mark, at which Darknet stops reading.'],
])('%j, which Darknet reads otherwise than it looks, is a mistake there', (line, what) => {
  expect(readYoloLabels(line, boxesOnly).problems).toEqual([{ check: 'label-malformed', line: 1, what }]);
});

test('for Ultralytics a class may be written as 1.0, and a byte order mark makes it no number', () => {
  const read = (line: string) => readYoloLabels(line, { outlines: true, keyPoints: 0 }).problems;
  expect(read('1.0 .5 .5 .2 .2')).toEqual([]);
  expect(read('\uFEFF0 .5 .5 .2 .2')).toMatchObject([{ line: 1, what: expect.stringContaining('left out') }]);
});

test('an outline is a box around it where the trainer takes outlines, and a mistake where it does not', () => {
  const line = '1 0.2 0.3 0.6 0.3 0.6 0.7 0.2 0.7';
  const [box] = readYoloLabels(line, { outlines: true, keyPoints: 0 }).boxes;
  expect(box).toMatchObject({ category: 1, x: 0.4, y: 0.5 });
  expect([box!.width, box!.height].map((value) => value.toFixed(6))).toEqual(['0.400000', '0.400000']);
  expect(readYoloLabels(line, boxesOnly).problems).toMatchObject([{ check: 'label-malformed', line: 1 }]);
});

test('key points stand behind the box where the data set has them', () => {
  const form = { outlines: true, keyPoints: 6 };
  expect(readYoloLabels('0 .5 .5 .2 .2 .4 .4 2 .6 .6 1', form).boxes).toHaveLength(1);
  expect(readYoloLabels('0 .5 .5 .2 .2', form).problems).toHaveLength(1);
});

test.each([
  ['0 0.5 0.5 0.2', '4 fields'],
  ['dog 0.5 0.5 0.2 0.2', '"dog" is not a number'],
  ['1.5 0.5 0.5 0.2 0.2', 'not a whole number'],
  ['0 0.5 nan 0.2 0.2', '"nan" is not a number'],
  ['0,0.5,0.5,0.2,0.2', '1 field'],
])('the line "%s" is malformed: %s', (line, words) => {
  expect(readYoloLabels(line, boxesOnly).problems).toMatchObject([{ check: 'label-malformed', line: 1 }]);
  expect(readYoloLabels(line, boxesOnly).problems[0]!.what).toContain(words);
});

test('control bytes of a label never come into a sentence', () => {
  const { what } = readYoloLabels('\x1b[31mred 0 0 0 0', boxesOnly).problems[0]!;
  expect(what).not.toMatch(/[\x00-\x1f]/);
});

test('a box that ends at the edge of its image, or beyond it by rounding, is right', () => {
  const box = { category: 0, x: 0.1, y: 0.9, width: 0.2001, height: 0.2, line: 1 };
  expect(checkBoxes([box], rules)).toEqual([]);
});

test('two boxes that only overlap are no duplicates', () => {
  const box = { category: 0, x: 0.5, y: 0.5, width: 0.2, height: 0.2, line: 1 };
  expect(checkBoxes([box, { ...box, x: 0.52, line: 2 }], rules)).toEqual([]);
  expect(checkBoxes([box, { ...box, x: 0.5001, line: 2 }], rules)).toMatchObject([{ check: 'box-duplicate', line: 2 }]);
});

const annotation = `<?xml version="1.0"?>
<!-- made by hand -->
<annotation verified="yes">
  <filename>a &amp; b.jpg</filename>
  <size><width>200</width><height>100</height><depth>3</depth></size>
  <object>
    <name>dog</name>
    <bndbox><xmin>1</xmin><ymin>1</ymin><xmax>100</xmax><ymax>50</ymax></bndbox>
  </object>
  <object>
    <name>cat</name>
    <bndbox><xmin>10</xmin><ymin>10</ymin><xmax>twenty</xmax><ymax>50</ymax></bndbox>
  </object>
  <object>
    <name>bird</name>
    <bndbox><xmin>10</xmin><ymin>10</ymin><xmax>20</xmax><ymax>50</ymax></bndbox>
  </object>
</annotation>`;

test('an annotation of Pascal VOC gives boxes as fractions, and its mistakes with their lines', () => {
  const { boxes, names, problems, stated } = readVocLabels(annotation, (name) => ['dog', 'cat'].indexOf(name));
  expect(boxes).toEqual([{ category: 0, x: 0.25, y: 0.25, width: 0.5, height: 0.5, line: 8 }]);
  expect(names).toEqual([{ name: 'dog', line: 7 }]);
  expect(stated).toEqual({ width: 200, height: 100, line: 5 });
  expect(problems).toMatchObject([
    { check: 'label-malformed', line: 10 },
    { check: 'class-out-of-range', line: 15 },
  ]);
});

test.each([
  ['<a><b></a>', 'unexpected close tag.', 1],
  ['<a>\n<b>\n', 'unclosed tag: b.', 2],
  ['', 'document must contain a root element.', 1],
  ['<a>\n5 < 6</a>', 'disallowed character in tag name.', 2],
  ['<a>\n<b>&nbsp;</b></a>', 'undefined entity.', 2],
])('XML that is not well-formed says how and where: %j', (text, words, line) => {
  expect(readVocLabels(text, () => 0).problems).toMatchObject([
    { check: 'label-malformed', line, what: expect.stringContaining(words) },
  ]);
});

test('text in XML comes with its entities resolved', () => {
  const root = readXml('<name>a &lt; b &#65;&#x42; <![CDATA[<c>]]></name>');
  expect(root).toMatchObject({ text: 'a < b AB <c>' });
});

test('the line of every element of a JSON list is found, whatever is in strings', () => {
  const text =
    '{"note": "annotations\\": [ {",\n"annotations": [{"a": "]}"},\n{"b": [1,\n2]}, {"c": {}}\n,\n{}], "images": [\n1,2]}';
  expect(elementLines(text, 'annotations')).toEqual([2, 3, 4, 6]);
  expect(elementLines(text, 'images')).toEqual([7, 7]);
  expect(elementLines(text, 'missing')).toEqual([]);
});
