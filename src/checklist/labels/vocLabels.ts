import type { LabelBox, LabelProblem, Labels } from './labels.ts';
import type { NamedLine } from './labels.ts';
import { childOf, readXml, type XmlElement } from './xml.ts';

/** The labels of a VOC annotation, whose classes are names. */
export interface VocLabels extends Labels {
  /** The class name of each box, in order, and the line it stands in. */
  readonly names: readonly NamedLine[];
}

/**
 * Reads an annotation of Pascal VOC: the size of the image, and a name and a box in pixels, counted from 1, for each
 * object. `numberOf` returns the number of a class, -1 for an unknown name.
 * Source: Everingham et al., The PASCAL VOC Challenge 2012 Development Kit, 6.
 */
export function readVocLabels(text: string, numberOf: (name: string) => number): VocLabels {
  const root = readXml(text);
  if ('fault' in root) return unreadable(`The annotation is not well-formed XML: ${root.fault}.`, root.line);
  const size = childOf(root, 'size');
  const [width, height] = [numberIn(size, 'width'), numberIn(size, 'height')];
  if (size === undefined || !(width > 0) || !(height > 0)) {
    const what = 'The annotation does not give the size of its image (<size> with <width> and <height>).';
    return unreadable(what, (size ?? root).line);
  }
  const boxes: LabelBox[] = [];
  const names: NamedLine[] = [];
  const problems: LabelProblem[] = [];
  for (const object of root.children.filter((child) => child.name === 'object')) {
    const read = readObject(object, numberOf);
    if ('check' in read) {
      problems.push(read);
      continue;
    }
    names.push({ name: read.name, line: read.nameLine });
    boxes.push(boxOf(read, { width, height }));
  }
  return { boxes, names, problems, stated: { width, height, line: size.line } };
}

function unreadable(what: string, line: number): VocLabels {
  return { boxes: [], names: [], stated: null, problems: [{ check: 'label-malformed', line, what }] };
}

/** An object with its corners in pixels. */
interface VocObject {
  readonly name: string;
  readonly nameLine: number;
  readonly category: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly line: number;
}

function readObject(object: XmlElement, numberOf: (name: string) => number): VocObject | LabelProblem {
  const malformed = (what: string): LabelProblem => ({ check: 'label-malformed', line: object.line, what });
  const box = childOf(object, 'bndbox');
  if (box === undefined) return malformed('The object has no <bndbox>.');
  const missing = corners.find((corner) => !Number.isFinite(numberIn(box, corner)));
  if (missing !== undefined) return malformed(`The <bndbox> has no number in <${missing}>.`);
  const named = childOf(object, 'name');
  if (named === undefined || named.text === '') return malformed('The object has no <name>.');
  const category = numberOf(named.text);
  if (category === -1) {
    const what = `The class "${named.text.slice(0, 60)}" is not among the names.`;
    return { check: 'class-out-of-range', line: named.line, what };
  }
  const [left, right] = [numberIn(box, 'xmin'), numberIn(box, 'xmax')];
  const [top, bottom] = [numberIn(box, 'ymin'), numberIn(box, 'ymax')];
  // Corners are within the box, but trainers take the difference for the size: torchvision refuses one of zero.
  if (right <= left || bottom <= top) {
    const [low, high] = right <= left ? (['xmin', 'xmax'] as const) : (['ymin', 'ymax'] as const);
    const what = `The box has ${low}=${numberIn(box, low)} and ${high}=${numberIn(box, high)}, so that it has no size.`;
    return { check: 'box-empty', line: (childOf(box, high) ?? box).line, what };
  }
  return { name: named.text, nameLine: named.line, category, left, top, right, bottom, line: box.line };
}

const corners = ['xmin', 'ymin', 'xmax', 'ymax'] as const;

function numberIn(element: XmlElement | undefined, name: string): number {
  const text = childOf(element, name)?.text ?? '';
  return text === '' ? Number.NaN : Number(text);
}

/** Returns the box as fractions of its image. Pixel 1 is the first, and both corners are within the box. */
function boxOf(
  { category, left, top, right, bottom, line }: VocObject,
  image: { width: number; height: number },
): LabelBox {
  return {
    category,
    x: (left - 1 + right) / 2 / image.width,
    y: (top - 1 + bottom) / 2 / image.height,
    width: (right - left + 1) / image.width,
    height: (bottom - top + 1) / image.height,
    line,
  };
}
