import type { Emit } from '../trainer.ts';
import { createEvaluationBlock, type Memory } from './memory.ts';
import { finiteOf, fractionOf } from '../kit/numbers.ts';

/**
 * Reads the block that an evaluation prints: `class_id = 0, name = square, ap = 81.52%   \t (TP = 12, FP = 2) ` per
 * class, precision and recall, TP, FP, FN and average IoU, and the mAP. It belongs to the iteration whose line came
 * last: both are on stdout, whose order always holds. Sources: detector.c of AlexeyAB's with its history,
 * src-lib/detector.cpp and detector_map.cpp of hank-ai's (trainers.md 1.1, 1.4).
 */
export function readEvaluation(text: string, memory: Memory, emit: Emit): boolean {
  switch (anyLine.exec(text)?.[1]) {
    case 'alculat':
      return readBegin(text, memory);
    case 'class_id':
      return readClass(text, memory);
    case 'for ':
      return readPrecision(text, memory) || readCounts(text, memory);
    case 'mean':
      return readMeanAveragePrecision(text, memory, emit);
    default:
      return false;
  }
}

function readBegin(text: string, memory: Memory): boolean {
  if (!beginLine.test(text)) return false;
  memory.evaluation = createEvaluationBlock();
  memory.table = null;
  return true;
}

function readClass(text: string, memory: Memory): boolean {
  const match = classLine.exec(text);
  if (match === null) return false;
  const [, id, name, ap, truePositives, falsePositives] = match;
  addClass(memory, Number(id), {
    name: name!,
    ap: fractionOf(ap!),
    truePositives: truePositives === undefined ? null : Number(truePositives),
    falsePositives: falsePositives === undefined ? null : Number(falsePositives),
  });
  return true;
}

function addClass(memory: Memory, id: number, result: ClassRow): void {
  if (memory.evaluation.emitted) memory.evaluation = createEvaluationBlock();
  memory.evaluation.classes.set(id, result);
}

type ClassRow = Memory['evaluation']['classes'] extends Map<number, infer Row> ? Row : never;

function readPrecision(text: string, memory: Memory): boolean {
  const match = precisionLine.exec(text);
  if (match === null) return false;
  const [, precision, recall, f1] = match;
  memory.evaluation.precision = finiteOf(precision!);
  memory.evaluation.recall = finiteOf(recall!);
  memory.evaluation.f1 = finiteOf(f1!);
  return true;
}

function readCounts(text: string, memory: Memory): boolean {
  const match = countsLine.exec(text);
  if (match === null) return false;
  const [, truePositives, falsePositives, falseNegatives, iou] = match;
  memory.evaluation.truePositives = Number(truePositives);
  memory.evaluation.falsePositives = Number(falsePositives);
  memory.evaluation.falseNegatives = Number(falseNegatives);
  memory.evaluation.iou = fractionOf(iou!);
  return true;
}

/**
 * AlexeyAB's and early hank-ai's print the figure twice with the same digits: the first whole line counts, the other is
 * its echo.
 */
function readMeanAveragePrecision(text: string, memory: Memory, emit: Emit): boolean {
  const match = meanLine.exec(text) ?? resultLine.exec(text);
  const percent = match === null ? hankaiLine.exec(text) : null;
  const [, threshold, figure] = match ?? percent ?? [];
  if (figure === undefined) return false;
  const block = memory.evaluation;
  if (block.emitted) return true;
  block.emitted = true;
  const value = percent === null ? finiteOf(figure) : fractionOf(figure);
  const atHalf = threshold === undefined || Number(threshold) === 0.5;
  if (!atHalf && !memory.thresholdReported) {
    memory.thresholdReported = true;
    emit({
      type: 'fault',
      text: `Darknet evaluates at an IoU threshold of ${threshold}, so its mAP is no mAP50 and is left out: train without -iou_thresh to see it.`,
      fatal: false,
    });
  }
  const { classes, emitted: _emitted, ...rest } = block;
  if (classes.size > 0) {
    emit({ type: 'classes', classes: [...classes].toSorted(([left], [right]) => left - right).map(([, row]) => row) });
  }
  emit({
    type: 'evaluation',
    iteration: memory.iteration,
    epoch: null,
    map50: atHalf ? value : null,
    map50To95: null,
    ...rest,
  });
  return true;
}

/** How all of them begin: rules out most other lines at once. */
const anyLine = /^(?: |-> )?[Cc]?(alculat|class_id|for |mean)/;
const beginLine = /^ ?[Cc]alculat(?:ion|ing) mAP \(mean average precision\)/;
/**
 * A name may hold anything, also `, ap = `: the last one on the line is ours. 2018 had no counts, and for a while P, R
 * and IoU behind them.
 */
const classLine =
  /^class_id = (\d+), name = ((?!.*class_id = ).*), \s*ap = ([^\s%]+) ?%\s*(?:\(TP = (\d+), FP = (\d+)\)\s*|(?:\S.{0,200}(?:P|Precision) = .*))?$/;
const precisionLine =
  /^(?: |-> )for (?:conf_)?thresh ?= ?\S+?, precision ?= ?(\S+), recall ?= ?(\S+), F1[- ]score ?= ?(\S+) ?$/;
const countsLine =
  /^(?: |-> )for (?:conf_)?thresh ?= ?\S+?, TP ?= ?(\d+), FP ?= ?(\d+), FN ?= ?(\d+), average IoU ?= ?(\S+) ?% ?$/;
const meanLine = /^ mean average precision \(mAP(?:@([\d.]+))?\) = (\S+), or \S+ % ?$/;
/** Without the blank behind it the figure may be only the beginning of one. */
const resultLine = /^ mean_average_precision(?: \(mAP@?([\d.]+)?\))? = (\S+) $/;
const hankaiLine = /^-> mean average precision \(mAP@([\d.]+)\)=(\S+)%$/;
