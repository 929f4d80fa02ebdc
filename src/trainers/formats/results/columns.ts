/** Which columns of a results table, counted from 0, hold what. Null or empty where the table lacks it. */
export interface ResultsColumns {
  readonly epoch: number;
  readonly step: number | null;
  readonly map50: number | null;
  readonly map50To95: number | null;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  /** The total, where the table has one; else it is the sum of the parts. */
  readonly trainLoss: number | null;
  readonly trainParts: readonly LossColumn[];
  readonly validationLoss: number | null;
  readonly validationParts: readonly LossColumn[];
  readonly learningRate: number | null;
  /** Seconds since the process began. */
  readonly time: number | null;
}

export interface LossColumn {
  readonly column: number;
  /** `box`, `cls`, `dfl` ... */
  readonly name: string;
}

/**
 * The columns of a header, or null when these cells are no header of a training's results: it must name the epoch and
 * something measured.
 */
export function columnsOf(cells: readonly string[]): ResultsColumns | null {
  const find = (pattern: RegExp) => {
    const name = cells.find((cell) => pattern.test(cell));
    return name === undefined ? null : placeOf(cells, name);
  };
  const epoch = find(/^epoch$/i);
  if (epoch === null) return null;
  const trainParts = partsOf(cells, /^train[/_](.+)$/i);
  const validationParts = partsOf(cells, /^(?:val|valid|validation|eval)[/_](.+)$/i);
  const columns: ResultsColumns = {
    epoch,
    step: find(/^step$/i),
    map50: find(map50),
    map50To95: find(map50To95),
    precision: find(/^(?:metrics\/|val\/)?precision(?:\(B\))?$/i),
    recall: find(/^(?:metrics\/|val\/)?recall(?:\(B\))?$/i),
    f1: find(/^(?:metrics\/|val\/)?f1(?:\(B\))?$/i),
    trainLoss: find(/^train[/_](?:total|loss|loss_epoch|total_loss)$/i),
    trainParts: trainParts.filter(({ name }) => !totals.has(name)),
    validationLoss: find(/^(?:val|valid|validation|eval)[/_](?:total|loss|total_loss)$/i),
    validationParts: validationParts.filter(({ name }) => !totals.has(name)),
    learningRate: find(/^(?:lr\/pg0|x\/lr0|lr|learning_rate|lr-.+)$/i),
    time: find(/^(?:time|seconds)$/i),
  };
  const measured = columns.map50 ?? columns.map50To95 ?? columns.trainLoss ?? columns.validationLoss;
  return measured !== null || trainParts.length > 0 ? columns : null;
}

/** All columns that hold something. */
export function placesOf({ trainParts, validationParts, ...single }: ResultsColumns): number[] {
  const parts = [...trainParts, ...validationParts].map(({ column }) => column);
  return [...Object.values(single), ...parts].filter((column) => column !== null);
}

/** `metrics/mAP50(B)`, `metrics/mAP_0.5`, `val/mAP_50`, `map50`. */
const map50 = /^(?:metrics\/|val\/|eval_|test\/)?m?ap[_@-]?(?:0?\.5|50)(?:\(B\))?$/i;
/**
 * `metrics/mAP50-95(B)`, `metrics/mAP_0.5:0.95`, `val/mAP_50_95`, `map5095`, a plain `eval_map`, which is COCO's, and
 * IceVision's `COCOMetric`.
 */
const map50To95 =
  /^(?:(?:metrics\/|val\/|eval_|test\/)?m?ap[_@-]?(?:0?\.5|50)[_:-]*(?:0?\.95|95)(?:\(B\))?|eval_map|COCOMetric)$/i;

const totals = new Set(['total', 'loss', 'loss_epoch', 'loss_step', 'total_loss', 'total_loss_step']);

/** The columns of loss parts, with `_loss` taken off their names. mAP and the like under `val/` are no losses. */
function partsOf(cells: readonly string[], pattern: RegExp): LossColumn[] {
  return cells.flatMap((cell) => {
    const name = pattern.exec(cell)?.[1];
    if (name === undefined || /(?:map|ap|precision|recall|f1|ap50|acc)/i.test(name.replace(/_?loss$/i, ''))) return [];
    return [{ column: placeOf(cells, cell), name: totals.has(name) ? name : name.replace(/_?loss$/i, '') }];
  });
}

/** Of two columns of one name the last counts. */
function placeOf(cells: readonly string[], name: string): number {
  return cells.lastIndexOf(name);
}
