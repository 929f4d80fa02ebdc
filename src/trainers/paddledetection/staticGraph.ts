import { ascii, indexOf } from '../../log/formats/fields.ts';
import type { Line } from '../../log/lines/line.ts';
import { boxesOf, type CocoSummary, createCocoTable } from '../formats/coco.ts';
import { fractionOf, numberOf } from '../kit/numbers.ts';
import { createHeld, type Held } from '../kit/held.ts';
import { durationOf, numberPattern, partsOf, unknownEvaluation, unknownIteration } from '../kit/printed.ts';
import { createTraceback } from '../formats/traceback.ts';
import type { Emit, TrainerReader } from '../trainer.ts';

interface Memory {
  iteration: number | null;
  /** Iteration of the save that came after the last iteration line: an evaluation comes behind it. */
  saved: number | null;
  /** The last weights are saved: what comes behind is their evaluation. */
  final: boolean;
  readonly held: Held;
}

/**
 * Reads what PaddleDetection printed before 2.0, and from its folder `static` afterwards. It counts only iterations,
 * 0-based. Source: PaddleDetection/static/tools/train.py, static/ppdet/utils/stats.py, static/ppdet/utils/voc_eval.py.
 */
export function createStaticReader(): TrainerReader {
  const memory: Memory = { iteration: null, saved: null, final: false, held: createHeld() };
  const traceback = createTraceback();
  const table = createCocoTable();
  /** Before its first line all belongs to the other generation. */
  let begun = false;
  return {
    read: (line, emit) => {
      memory.held.release(emit);
      const message = prefixed.exec(line.text().trimEnd())?.[1];
      if (message !== undefined) {
        begun = true;
        if (!readTraining(message, memory, emit)) readRecord(message, memory, emit);
        return true;
      }
      if (!begun) return false;
      return traceback.read(line, emit) || table.read(line, (summary) => readSummary(summary, memory, emit));
    },
  };
}

/** Whether only this generation can have printed the line. */
export function isStatic(line: Line): boolean {
  if (indexOf(line, information) === -1 || indexOf(line, iterationWord) === -1) return false;
  const message = prefixed.exec(line.text())?.[1];
  return message !== undefined && trainingLine.test(message);
}

/**
 * `iter: 20, lr: 0.000360, 'loss_cls': '0.044416', 'loss': '0.743985', time: 0.178, eta: 8:53:59`; later `eta: 8:53:59,
 * batch_cost: 0.33027 sec, ips: ...`.
 */
function readTraining(message: string, memory: Memory, emit: Emit): boolean {
  const match = trainingLine.exec(message);
  if (match === null) return false;
  const [, step, learningRate, fields] = match;
  const losses = new Map(Array.from(fields!.matchAll(quoted), ([, name, value]) => [name!, numberOf(value!)!]));
  const loss = losses.get('loss');
  if (loss === undefined) return true;
  memory.iteration = Number(step) + 1;
  memory.saved = null;
  memory.final = false;
  emit({
    ...unknownIteration,
    iteration: memory.iteration,
    loss,
    learningRate: Number(learningRate),
    seconds: secondsOf(fields!),
    remaining: durationOf(/ eta: ((?:\d+ days?, )?\d+:\d\d:\d\d)(?:,|$)/.exec(fields!)?.[1] ?? ''),
    parts: partsOf(losses, ['loss']),
  });
  return true;
}

/** The first line has no time yet, and prints 0. */
function secondsOf(fields: string): number | null {
  const seconds = numberOf(/ (?:time|batch_cost): (\d+\.\d+)(?:,| sec)/.exec(fields)?.[1] ?? '');
  return seconds === 0 ? null : seconds;
}

function readRecord(message: string, memory: Memory, emit: Emit): void {
  const path = /^Save model to (.+?)\.?$/.exec(message)?.[1];
  if (path !== undefined) readSave(path, memory);
  const voc = /^mAP\(([\d.]+), \w+\) = (\d+\.\d+)%$/.exec(message);
  if (voc !== null && Number(voc[1]) === 0.5) emitEvaluation(fractionOf(voc[2]!), null, memory, emit);
}

/**
 * `Save model to output/NAME/10000.`, at the end `output/NAME/model_final`, and `output/NAME/best_model` behind an
 * evaluation.
 */
function readSave(path: string, memory: Memory): void {
  const number = /(?:^|[/\\])(\d+)$/.exec(path)?.[1];
  const best = path.endsWith('best_model');
  if (number !== undefined) memory.saved = Number(number) + 1;
  const at = memory.saved ?? memory.iteration;
  memory.final ||= path.endsWith('model_final');
  const role = best ? 'best' : number === undefined ? 'final' : 'numbered';
  memory.held.hold({ type: 'checkpoint', path, at, role });
  if (!best && memory.final) memory.held.hold({ type: 'ended', how: 'complete' });
}

function readSummary(summary: CocoSummary, memory: Memory, emit: Emit): void {
  const boxes = boxesOf(summary);
  if (boxes !== null) emitEvaluation(boxes.map50, boxes.map50To95, memory, emit);
}

function emitEvaluation(map50: number | null, map50To95: number | null, memory: Memory, emit: Emit): void {
  emit({ ...unknownEvaluation, iteration: memory.saved ?? memory.iteration, map50, map50To95 });
}

const information = ascii('INFO');
const iterationWord = ascii('iter: ');
/** `2020-01-19 22:32:21,189-INFO: `, with blanks in later releases; the last one of the line counts. */
const prefixed = /^.*\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}(?:-[A-Z]+: | - [A-Z]+ - )(.*)$/;
/** A loss is followed by the time, so one that is cut off shows. */
const trainingLine = /^iter: (\d+), lr: (\d+\.\d{6}), ('\w+': '[^']*',.*)$/;
const quoted = new RegExp(`'(\\w+)': '(${numberPattern})',`, 'g');
