/**
 * In a pipe or a file stdout comes in lumps of 4096 bytes and stderr at once, so that a stderr line lands in the middle
 * of a stdout line: `Region 5 Avg IOU: 0.809386, Class: 0.98119Saving weights to ...`, and some lines later `8, Obj:
 * 0.829898, ...`.
 */
export interface Truncation {
  /** The part of the stdout line that came before. */
  readonly head: string;
  /** The stderr line. */
  readonly other: string;
}

/** Where a line is broken by another stream's text; null when no such text is in it. */
export function findTruncation(text: string): Truncation | null {
  let first = -1;
  for (const start of otherStream) {
    const at = text.indexOf(start, 1);
    if (at > 0 && (first === -1 || at < first)) first = at;
  }
  return first === -1 ? null : { head: text.slice(0, first), other: text.slice(first) };
}

/** How the lines begin that are printed on stderr while a training runs (trainers.md 1.1). */
const otherStream = [
  'Saving weights to ',
  'Total Detection Time: ',
  'v3 (',
  ' total_bbox = ',
  'Loading weights from ',
  "Can't open label file.",
  'Cannot load image ',
  'CUDA Error: ',
  "Couldn't open file: ",
  'Darknet error location: ',
  'Corrupt JPEG data: ',
  'libpng warning: ',
] as const;

/** Whether a line of stderr's that is whole may stand between the two parts of a truncated line. */
export function isOtherStream(text: string): boolean {
  return (
    otherStream.some((start) => text.startsWith(start)) || /^\d*Total Detection Time: |^ Tensor Cores are /.test(text)
  );
}

/**
 * Whether the text is the beginning, cut anywhere, of a line that is known: what is left of a truncated line, or of a
 * log that ends here.
 */
export function isHead(text: string): boolean {
  return text !== '' && forms.some((form) => beginsForm(text, form));
}

/** Lines as printf has them; `%d` and `%f` are numbers, `%w` is a word, `%s` is anything. */
const forms: readonly string[] = [
  'Loaded: %f seconds - performance bottleneck on CPU or Disk HDD/SSD',
  '%d: %f, %f avg, %f rate, %f seconds, %d images',
  ' %d: %f, %f avg loss, %f rate, %f seconds, %d images, %f hours left',
  ' %d: %f, %f avg loss, %f rate, %f seconds, %d images, %f time left',
  '%d: loss=%f, avg loss=%f, %s',
  '%d/%d: loss=%f%s',
  'Region %d Avg IOU: %f, Class: %f, Obj: %f, No Obj: %f, .5R: %f, .75R: %f,  count: %d%s',
  'Region Avg IOU: %f, Class: %f, Obj: %f, No Obj: %f, Avg Recall: %f,  count: %d',
  'v3 (%w loss, Normalizer: (iou: %f, obj: %f, cls: %f) Region %d Avg (IOU: %f), count: %d, class_loss = %f, iou_loss = %f, total_loss = %f ',
  'v3 (%w loss, Normalizer: (iou: %f, obj: %f, cls: %f) Region %d Avg (IOU: %f), count: %d, total_loss = %f ',
  'v3 (%w loss, Normalizer: (iou: %f, cls: %f) Region %d Avg (IOU: %f, GIOU: %f), Class: %f, Obj: %f, No Obj: %f, .5R: %f, .75R: %f, count: %d%s',
  ' total_bbox = %d, rewritten_bbox = %f % ',
  ' (next mAP calculation at %d iterations) %d/%d: loss=%f%s',
  ' Last accuracy mAP@%f = %f %, best = %f % %d/%d: loss=%f%s',
  ' calculation mAP (mean average precision)...',
  ' Detection layer: %d - type = %d ',
  ' detections_count = %d, unique_truth_count = %d  ',
  ' rank = %d of ranks = %d ',
  'class_id = %d, name = %s',
  ' for conf_thresh = %f, precision = %f, recall = %f, F1-score = %f ',
  ' for conf_thresh = %f, TP = %d, FP = %d, FN = %d, average IoU = %f % ',
  ' for thresh = %f, precision = %f, recall = %f, F1-score = %f ',
  ' for thresh = %f, TP = %d, FP = %d, FN = %d, average IoU = %f % ',
  ' IoU threshold = %f %, used %s',
  ' mean average precision (mAP@%f) = %f, or %f % ',
  ' mean average precision (mAP) = %f, or %f % ',
  ' mean_average_precision (mAP@%f) = %f ',
  'Set -points flag:',
  ' `-points %d` %s',
  'New best mAP!',
  ' Tensor Cores are disabled until the first %d iterations are reached.',
  ' Tensor Cores are used.',
  'Resizing, random_coef = %f ',
  'Resizing to initial size: %d x %d ',
  ' %d x %d  (batch = %d) ',
  'mini_batch = %d, batch = %d, time_steps = %d, train = %d ',
  'nms_kind: %s',
  'Weights are saved after: %d iterations. Last weights (*_last.weight) are stored every %d iterations. ',
  'Learning Rate: %f, Momentum: %f, Decay: %f',
  "saveweights: Using default '%d'",
  "savelast: Using default '%d'",
  ' Prepare additional network for mAP calculation...',
  ' Create %d permanent cpu-threads ',
  'If you want to train from the beginning, then use flag in the end of training command: -clear ',
  'Saving weights to %s',
  'Total Detection Time: %f Seconds',
  'Total BFLOPS %f ',
  'avg_outputs = %d ',
  '[yolo] params: %s',
  'Loading weights from %s',
  ' seen %d, trained: %s',
  '   layer   filters  size/strd(dil)      input                output',
  'layer     filters    size              input                output',
  "Couldn't open file: %s",
  " GPU isn't used ",
  ' Used AVX ',
  ' Used FMA & AVX2 ',
  " OpenCV isn't used - data augmentation will be slow ",
  'net.optimized_memory = %d ',
  ' CUDA-version: %s',
  '-> for conf_thresh=%f, precision=%f, recall=%f, F1 score=%f',
  '-> for conf_thresh=%f, TP=%d, FP=%d, FN=%d, average IoU=%f%',
  '-> IoU threshold=%f%, used area-under-curve for each unique recall',
  '-> mean average precision (mAP@%f)=%f%',
  '-> next mAP calculation will be at iteration #%d',
  '-> last accuracy mAP@%f=%f%, best=%f%',
  '-> detection layer #%d is type %d (yolo)',
  '-> %d validation images for %d classes',
  '-> %d loading thread with a maximum work queue size of %d images',
  '-> starting loading thread #%d with %d images',
  '-> %d images/sec: loading #%d (%s',
  '-> loading image #%d (%d%) in %s',
  '-> exit from image cache prime; every image loaded at least twice',
  '-> loaded a total of %d images (%d%) in %s',
  '-> image loading time: %s',
  '-> done with the %d image cache prime threads',
  'Darknet V%d "%s',
  'Darknet is compiled %s',
  'detections_count=%d, unique_truth_count=%d',
  'rank=%d of ranks=%d',
  'mAP calculations %s',
  'Calculating mAP (mean average precision)%s',
  'Training iteration has reached max batch limit of %d.  If you want',
  'to restart training with these weights, either increase the limit, or',
  'use the "-clear" flag to reset the training images counter to zero.',
  'Last accuracy mAP@%f=%f%, best=%f% at iteration #%d.',
  'New best mAP, saving weights!',
];

function beginsForm(text: string, form: string): boolean {
  let at = 0;
  for (let index = 0; index < form.length; index++) {
    if (at === text.length) return true;
    const kind = form[index] === '%' ? form[index + 1] : undefined;
    if (kind === 's') return true;
    if (kind === 'd' || kind === 'f' || kind === 'w') {
      const value = valueForms[kind].exec(text.slice(at))?.[0];
      if (value === undefined) return false;
      at += value.length;
      index++;
    } else if (text[at++] !== form[index]) {
      return false;
    }
  }
  return at === text.length;
}

/** A number may be cut anywhere: `-`, `0.`, `na`. */
const valueForms = {
  d: /^ *(?:-?\d+|-$)/,
  f: /^ *(?:-?\d[\d.]*(?:#\w*)?(?:e[-+]?\d*)?|-?(?:nan(?:\(\w*\)?)?|inf|na?$|in?$)|-$|none)/i,
  w: /^\w+/,
};
