import type { LabelBox, LabelProblem, Labels } from './labels.ts';
import { counted } from '../../words/count.ts';

/** What may stand in a line behind the class. */
export interface YoloForm {
  /** Ultralytics takes outlines (`class x1 y1 x2 y2 x3 y3 ...`) too, Darknet does not. */
  readonly outlines: boolean;
  /** Numbers of key points behind the box (`kpt_shape` of a data.yaml multiplied out); 0 for none. */
  readonly keyPoints: number;
}

/**
 * Reads a label file of Darknet or Ultralytics: a line for each object, its class and its box as fractions of the
 * image. Source: AlexeyAB/darknet, README, and src/data.c, read_boxes; Ultralytics, data/utils.py, verify_image_label.
 */
export function readYoloLabels(text: string, form: YoloForm): Labels {
  const boxes: LabelBox[] = [];
  const problems: LabelProblem[] = [];
  if (text.startsWith('\uFEFF')) {
    const what = form.outlines
      ? 'The file begins with a byte order mark, so that its first class is no number: the whole image is left out.'
      : 'The file begins with a byte order mark, at which Darknet stops reading.';
    problems.push({ check: 'label-malformed', line: 1, what });
  }
  let line = 0;
  for (let start = 0; start <= text.length;) {
    let end = text.indexOf('\n', start);
    if (end === -1) end = text.length;
    line++;
    const content = text.slice(start, end).trim();
    start = end + 1;
    if (content === '') continue;
    const box = readLine(content, line, form);
    if (typeof box === 'string') problems.push({ check: 'label-malformed', line, what: box });
    else boxes.push(box);
  }
  return { boxes, problems, stated: null };
}

/** The box, or a sentence on what is wrong with the line. */
function readLine(content: string, line: number, form: YoloForm): LabelBox | string {
  const fields = content.split(/\s+/);
  const wanted = 5 + form.keyPoints;
  const outline = form.outlines && form.keyPoints === 0 && fields.length >= 7 && fields.length % 2 === 1;
  if (fields.length !== wanted && !outline) {
    return `The line has ${counted(fields.length, 'field')}, where ${wanted} are wanted: ${shown(content)}.`;
  }
  const values = fields.map(Number);
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong !== -1) return `"${shown(fields[wrong]!)}" is not a number.`;
  const category = values[0]!;
  // Darknet reads digits: of `1.0` it takes the 1, and .0 for the middle of the box.
  const isDigits = form.outlines || /^-?\d+$/.test(fields[0]!);
  if (!Number.isInteger(category) || !isDigits) return `The class ${shown(fields[0]!)} is not a whole number.`;
  if (outline) return boxAround(values, line);
  return { category, x: values[1]!, y: values[2]!, width: values[3]!, height: values[4]!, line };
}

function boxAround(values: readonly number[], line: number): LabelBox {
  const across = values.filter((_, index) => index % 2 === 1);
  const down = values.filter((_, index) => index > 0 && index % 2 === 0);
  const [left, right] = [Math.min(...across), Math.max(...across)];
  const [top, bottom] = [Math.min(...down), Math.max(...down)];
  return {
    category: values[0]!,
    x: (left + right) / 2,
    y: (top + bottom) / 2,
    width: right - left,
    height: bottom - top,
    line,
  };
}

/** Labels are untrusted text: what is shown of them is short and printable. */
function shown(text: string): string {
  const printable = text.replaceAll(/[^\x20-\x7e\u00a0-\uffff]/g, '?');
  return printable.length > 60 ? `${printable.slice(0, 57)}...` : printable;
}
