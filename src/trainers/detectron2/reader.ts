import { createCocoTable } from '../formats/coco.ts';
import { numberOf } from '../kit/numbers.ts';
import { durationOf, partsOf, unknownIteration } from '../kit/printed.ts';
import { createTraceback } from '../formats/traceback.ts';
import type { Emit, TrainerReader } from '../trainer.ts';
import { endConfiguration } from './configuration.ts';
import { endBlock, readBlockHeader, readCopy, readRow } from './evaluation.ts';
import { createMemory, type Memory } from './memory.ts';

/** Reads the log of an engine of Detectron2's. */
export function createDetectron2Reader(): TrainerReader {
  const memory = createMemory();
  const traceback = createTraceback();
  // The summary comes again, with more digits, in the table of results.
  const table = createCocoTable();
  return {
    read: (line, emit) =>
      traceback.read(line, emit) || table.read(line, () => {}) || readText(line.text(), memory, emit),
  };
}

function readText(text: string, memory: Memory, emit: Emit): boolean {
  const match = prefixed.exec(text);
  if (match === null) return readUnprefixed(text, memory, emit);
  endConfiguration(memory, emit);
  endBlock(memory, emit);
  const whole = match[1]!;
  const message = whole.trimEnd();
  memory.dump = /^(?:Environment info|Model|Contents of args\.config_file=.*|Full config .*):$/.test(message);
  if (readIteration(whole, memory, emit) || readCopy(message, memory, emit)) return true;
  if (message.startsWith('Running with full config:')) memory.configuration = '';
  readBlockHeader(message, memory);
  readSave(message, memory, emit);
  readCourse(message, memory, emit);
  return true;
}

/** The lines of a record beyond its first, and what pycocotools prints. */
function readUnprefixed(text: string, memory: Memory, emit: Emit): boolean {
  if (memory.configuration !== null) {
    if (memory.configuration.length < maxConfigurationLength) memory.configuration += `${text.trimEnd()}\n`;
    return true;
  }
  const row = text.trimEnd();
  if (row.startsWith('|') && row.endsWith('|')) {
    readRow(row, memory, emit);
    return true;
  }
  return memory.dump || chatter.test(text);
}

/**
 * ` eta: 4:52:26  iter: 19  total_loss: 1.75  loss_cls: 1.248  time: 0.1960  data_time: 0.0033   lr: 0.0002  max_mem:
 * 2996M`: every number is followed by a blank, so one that is cut off shows. The first lines have no time, and lr may
 * be N/A. cvpods prints `iter: 20/45000`, 1-based.
 */
function readIteration(message: string, memory: Memory, emit: Emit): boolean {
  const match = /^ *(?:eta: ((?:\d+ days?, )?\d+:\d\d:\d\d) +)?iter: (\d+)(?:\/(\d+))? (.*)$/.exec(message);
  if (match === null) return false;
  const [, eta, printed, total, rest] = match;
  const fields = new Map(Array.from(rest!.matchAll(field), ([, name, number]) => [name!, numberOf(number!)!]));
  const loss = fields.get('total_loss') ?? fields.get('loss');
  if (loss === undefined) return true;
  const iteration = total === undefined ? Number(printed) + 1 : Number(printed);
  if (total !== undefined && memory.planned !== Number(total)) {
    memory.planned = Number(total);
    emit({ type: 'plan', plan: { iterations: memory.planned } });
  }
  memory.iteration = iteration;
  memory.saved = null;
  memory.emitted = false;
  memory.atEnd = iteration === memory.planned || (eta !== undefined && durationOf(eta) === 0);
  emit({
    ...unknownIteration,
    iteration,
    loss,
    learningRate: fields.get('lr') ?? null,
    seconds: fields.get('time') ?? null,
    dataSeconds: fields.get('data_time') ?? null,
    remaining: eta === undefined ? null : durationOf(eta),
    parts: partsOf(
      [...fields].filter(([name]) => !auxiliary.test(name)),
      ['total_loss', 'loss'],
    ),
  });
  if ((memory.finished && iteration === memory.planned) || (memory.atEnd && memory.planned === null))
    emit({ type: 'ended', how: 'complete' });
  return true;
}

/** `Saving checkpoint to ./output/model_0004999.pth`: the number is 0-based. */
function readSave(message: string, memory: Memory, emit: Emit): void {
  const path = /^Saving checkpoint to (.+\.pth)$/.exec(message)?.[1];
  if (path === undefined) return;
  const number = /_(\d{7})\.pth$/.exec(path)?.[1];
  if (number !== undefined) {
    memory.saved = Number(number) + 1;
    emit({ type: 'checkpoint', path, at: memory.saved, role: 'numbered' });
  } else if (/(?:^|[/\\])model_final\.pth$/.test(path)) {
    memory.finished = true;
    const at = memory.planned ?? memory.saved ?? memory.iteration;
    emit({ type: 'checkpoint', path, at, role: 'final' });
  } else if (/best/.test(path)) emit({ type: 'checkpoint', path, at: memory.evaluatedAt, role: 'best' });
  else emit({ type: 'checkpoint', path, at: memory.saved ?? memory.iteration, role: 'last' });
}

function readCourse(message: string, memory: Memory, emit: Emit): void {
  const start = /^Starting training from iteration (\d+)$/.exec(message)?.[1];
  if (start !== undefined) {
    memory.finished = false;
    if (memory.iteration !== null) emit({ type: 'resumed', at: Number(start) });
  }
  // Printed after an interruption too: the final weights show that it is complete, or the last step.
  if (message.startsWith('Total training time: '))
    emit({ type: 'ended', how: memory.finished || memory.atEnd ? 'complete' : 'interrupted' });
}

/**
 * `[11/01 19:16:15 d2.utils.events]: ` on the console, `[08/06 16:59:29] d2.utils.events INFO: ` in log.txt; the last
 * one of the line counts.
 */
const prefixed = /^.*\[\d\d\/\d\d \d\d:\d\d:\d\d(?: [\w.]+\]|\] [\w.]+ [A-Z]+): ?(.*)$/;
const field = /([A-Za-z][\w.@/-]{0,63}): ([-+]?(?:\d[\d.]*(?:e[-+]?\d+)?|nan|inf))(?= )/g;
/** Losses of inner decoder layers, of which there are dozens in DETR-like models. */
const auxiliary = /_\d+$|_enc$|^loss_\w+_dn\b/;
const maxConfigurationLength = 200_000;
const chatter =
  /^(?:Loading and preparing results|DONE \(t=|Accumulating evaluation|Running per image|Evaluate annotation|creating index|index created|COCOeval_opt|\s*$)/;
