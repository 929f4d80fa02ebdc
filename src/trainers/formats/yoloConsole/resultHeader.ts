/** Where in the row of a validation table the figures are, counted from the first behind the two counts. */
export interface ResultColumns {
  readonly count: number;
  /** The figures of the boxes. */
  readonly box: Places;
  /** The same of masks or poses. */
  readonly second: Places | null;
}

/** -1 for a figure that the table does not have. */
export type Places = Readonly<Record<Figure, number>>;

export type Figure = 'precision' | 'recall' | 'map50' | 'map50To95' | 'f1';

/**
 * Reads what stands before the bar of a validation: `Class Images Instances P R mAP50 mAP50-95: 100%`, `... Box(P R
 * mAP50 mAP50-95) Mask(P R mAP50 mAP50-95)`, `Class Images Targets P R mAP@.5 mAP@.5:.95`, and `... mAP@0.5 F1` of
 * Ultralytics' YOLOv3, which has no mAP50-95 (test.py of its releases before 9.0). Null when it is no such header. One
 * that the width of a terminal has cut before its percent could have had more: no row fits it. Nothing comes behind F1.
 */
export function readResultHeader(text: string): ResultColumns | null {
  const match = /^\s*Class\s+Images\s+(?:Instances|Labels|Targets)\s+(.*)$/.exec(text);
  if (match === null) return null;
  const words = match[1]!.trim().split(/\s+/);
  const end = words.findIndex((word) => /^(?::|:?\d+%.*)$/.test(word));
  if (end === -1 && words.at(-1) !== 'F1') return cutHeader;
  const figures = words.slice(0, end === -1 ? words.length : end).map(figureOf);
  const places = [placesOf(figures, 0), placesOf(figures, 1)];
  return { count: figures.length, box: places[0]!, second: places[1]!.map50 === -1 ? null : places[1]! };
}

/** The columns of a row of so many figures whose header went to another stream; null when there is no such row. */
export function usualColumns(count: number): ResultColumns | null {
  return usual.find((columns) => columns.count === count) ?? null;
}

/** Which figure a word of the header stands for; null for any other. */
function figureOf(word: string): Figure | null {
  const name = word.replace(/^\w+\(/, '').replace(/(?<![):])[):]+$/, '');
  if (name === 'P') return 'precision';
  if (name === 'R') return 'recall';
  if (/^mAP(?:@?0?\.?50?)?$/.test(name)) return 'map50';
  if (/^mAP@?0?\.?50?[:-]0?\.?95$/.test(name)) return 'map50To95';
  return name === 'F1' ? 'f1' : null;
}

/** The places of the figures of the first kind, or of the second. */
function placesOf(figures: readonly (Figure | null)[], kind: 0 | 1): Places {
  const place = (figure: Figure) => {
    const first = figures.indexOf(figure);
    return kind === 0 ? first : first === -1 ? -1 : figures.indexOf(figure, first + 1);
  };
  return {
    precision: place('precision'),
    recall: place('recall'),
    map50: place('map50'),
    map50To95: place('map50To95'),
    f1: place('f1'),
  };
}

const nowhere: Places = { precision: -1, recall: -1, map50: -1, map50To95: -1, f1: -1 };
const cutHeader: ResultColumns = { count: -1, box: nowhere, second: null };
const four: readonly Figure[] = ['precision', 'recall', 'map50', 'map50To95'];
/** Tables without and with masks or poses. */
export const usual: readonly ResultColumns[] = [
  { count: 8, box: placesOf(four, 0), second: placesOf([...four, ...four], 1) },
  { count: 4, box: placesOf(four, 0), second: null },
];
