import type { Box, LabelProblem, Labels } from './labels.ts';
import { childOf, readXml, type XmlElement, XmlProblem } from './xml.ts';

/** What a VOC annotation says, before its class names have numbers. */
export interface VocLabels extends Labels {
  /** The class name of each box, in order. */
  readonly names: readonly string[];
}

/**
 * Reads an annotation of Pascal VOC: the size of the image, and an object with its name and box in pixels, counted from 1.
 * `numberOf` gives the number of a class by its name, -1 for one that does not exist.
 * Source: Everingham et al., The PASCAL VOC Challenge 2012 Development Kit, 6.
 */
export function readVocLabels(text: string, numberOf: (name: string) => number): VocLabels {
  const none = { boxes: [], names: [], stated: null };
  let root: XmlElement;
  try {
    root = readXml(text);
  } catch (error) {
    if (!(error instanceof XmlProblem)) throw error;
    return { ...none, problems: [{ check: 'label-malformed', line: error.line, what: error.message }] };
  }
  const size = childOf(root, 'size');
  const width = numberIn(size, 'width');
  const height = numberIn(size, 'height');
  if (size === undefined || !(width > 0) || !(height > 0)) {
    const what = 'The annotation does not say the size of its image (<size> with <width> and <height>).';
    return { ...none, problems: [{ check: 'label-malformed', line: (size ?? root).line, what }] };
  }
  const boxes: Box[] = [];
  const names: string[] = [];
  const problems: LabelProblem[] = [];
  for (const object of root.children.filter((child) => child.name === 'object')) {
    const name = childOf(object, 'name')?.text ?? '';
    const corners = cornersOf(object);
    if (typeof corners === 'string' || name === '') {
      const what = typeof corners === 'string' ? corners : 'The object has no <name>.';
      problems.push({ check: 'label-malformed', line: object.line, what });
      continue;
    }
    const category = numberOf(name);
    if (category === -1) {
      const at = childOf(object, 'name')!.line;
      problems.push({
        check: 'class-out-of-range',
        line: at,
        what: `The class "${name.slice(0, 60)}" is not among the names.`,
      });
      continue;
    }
    const { left, top, right, bottom, line } = corners;
    names.push(name);
    boxes.push({
      category,
      x: (left - 1 + right) / 2 / width,
      y: (top - 1 + bottom) / 2 / height,
      width: (right - left + 1) / width,
      height: (bottom - top + 1) / height,
      line,
    });
  }
  return { boxes, names, problems, stated: { width, height, line: size.line } };
}

function cornersOf(
  object: XmlElement,
): { left: number; top: number; right: number; bottom: number; line: number } | string {
  const box = childOf(object, 'bndbox');
  if (box === undefined) return 'The object has no <bndbox>.';
  const [left, top, right, bottom] = ['xmin', 'ymin', 'xmax', 'ymax'].map((name) => numberIn(box, name));
  const missing = ['xmin', 'ymin', 'xmax', 'ymax'].find((name) => !Number.isFinite(numberIn(box, name)));
  if (missing !== undefined) return `The <bndbox> has no number in <${missing}>.`;
  return { left: left!, top: top!, right: right!, bottom: bottom!, line: box.line };
}

function numberIn(element: XmlElement | undefined, name: string): number {
  const text = childOf(element, name)?.text ?? '';
  return text === '' ? Number.NaN : Number(text);
}
