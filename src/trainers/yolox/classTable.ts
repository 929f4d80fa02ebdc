import type { ClassResult } from '../../run/events.ts';
import { numberOf } from '../kit/numbers.ts';

/** Reads the tables of classes, several columns side by side, in percent: `| square  | 80.973 | circle  | 80.462 |`. */
export interface ClassTable {
  /**
   * Whether the line belongs to such a table. Gives all classes so far with each row of average precisions; those of
   * recalls are passed over.
   */
  readonly read: (text: string, tell: (classes: readonly ClassResult[]) => void) => boolean;
}

/**
 * Source: yolox/evaluators/coco_evaluator.py, `per_class_AP_table`: mAP50-95 of a class, `tabulate` in its pipe format,
 * three decimals.
 */
export function createClassTable(): ClassTable {
  let classes: ClassResult[] = [];
  let kind: 'AP' | 'AR' = 'AP';
  let row = '';

  function read(text: string, tell: (classes: readonly ClassResult[]) => void): boolean {
    const title = /^per class (AP|AR):\s*$/.exec(text);
    if (title !== null) {
      kind = title[1] === 'AP' ? 'AP' : 'AR';
      if (kind === 'AP') classes = [];
      row = '';
      return true;
    }
    if (!/^\|.*\|\s*$/.test(text)) return false;
    if (/^\|:?-/.test(text) || /^\|\s*class\s*\|\s*A[PR]\s*\|/.test(text)) return true;
    const cells = text.trim().slice(1, -1).split('|');
    if (cells.length % 2 !== 0) return false;
    // Two handlers print every line twice.
    if (kind === 'AR' || text === row) return true;
    row = text;
    for (let index = 0; index < cells.length; index += 2) {
      const name = cells[index]!.trim();
      const percent = numberOf(cells[index + 1]!.trim());
      if (name === '' || percent === null) continue;
      classes.push({
        name,
        ap: Number.isFinite(percent) ? Number((percent / 100).toFixed(10)) : null,
        truePositives: null,
        falsePositives: null,
      });
    }
    tell([...classes]);
    return true;
  }

  return { read };
}
