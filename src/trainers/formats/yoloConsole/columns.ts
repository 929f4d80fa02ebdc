/** What the numbers of a training bar mean, in the order they are printed. */
export interface BarColumns {
  /** Whether the GPU memory stands after the epoch. */
  readonly memory: boolean;
  /** How many numbers follow, labels and image size included. */
  readonly count: number;
  /** Where in them the learning rate is, and the sum of the losses; -1 where they are not printed. */
  readonly learningRate: number;
  readonly total: number;
  /** The parts of the loss and where they are. */
  readonly parts: readonly { readonly name: string; readonly index: number }[];
  /** The header had a column of this name: `labels`, `targets`, `GIoU`. Tells relatives apart. */
  readonly has: (name: string) => boolean;
}

/**
 * Reads the header that Ultralytics and all YOLOs from v3 on print before an epoch's bar: `Epoch GPU_mem box_loss
 * cls_loss dfl_loss Instances Size` (trainers.md 2, 3). Null when the text is something else.
 */
export function readColumns(text: string): BarColumns | null {
  const [first, ...names] = text.trim().split(/\s+/);
  if (first !== 'Epoch' || names.length === 0 || !names.every((name) => /^[A-Za-z][\w/]*$/.test(name))) return null;
  if (!names.some((name) => /loss$|^(?:box|GIoU(?:\/xy)?)$/.test(name))) return null;
  const memory = /^gpu_mem$/i.test(names[0]!);
  const printed = memory ? names.slice(1) : names;
  // YOLOv5's classify/train.py writes what the validation gave into the bar of the training.
  const classifies = names.includes('top1_acc');
  return {
    memory,
    count: printed.length,
    learningRate: printed.indexOf('lr'),
    total: printed.indexOf('total'),
    parts: printed
      .map((name, index) => ({ name, index }))
      .filter(({ name }) => !notParts.has(name) && !(classifies && name !== 'train_loss'))
      .map(({ name, index }) => ({ name: partName(name), index })),
    has: (name) => names.includes(name),
  };
}

/** The columns of a bar whose header went to the other stream: the losses, then the other numbers. */
export function guessColumns(count: number, others: number, names: readonly string[] | undefined): BarColumns {
  const losses = Math.max(0, count - others);
  return {
    memory: others > 0,
    count,
    learningRate: -1,
    total: -1,
    parts: Array.from({ length: losses }, (_, index) => ({ name: names?.[index] ?? `loss${index + 1}`, index })),
    has: () => false,
  };
}

/** `box_loss` and `GIoU` are the same part to their users as `box` and `giou`. */
function partName(column: string): string {
  const name = column.replace(/^train_|_?loss$/g, '').toLowerCase();
  return name === '' ? 'loss' : name;
}

const notParts = new Set(['lr', 'total', 'Instances', 'instances', 'labels', 'targets', 'Size', 'img_size', 'images']);
