import type { Line } from '../../log/lines/line.ts';
import type { Plan } from '../../run/events.ts';
import { boxesOf, createCocoTable } from '../formats/coco.ts';
import { createTraceback } from '../formats/traceback.ts';
import type { Emit, TrainerReader } from '../trainer.ts';
import { unknownEvaluation, unknownIteration } from '../kit/printed.ts';
import { type LineRule, readByRule } from '../kit/lineRules.ts';
import { fractionOf, numberOf } from '../kit/numbers.ts';
import { numberSetting, readSettings } from '../formats/yoloConsole/settings.ts';
import { createClassTable } from './classTable.ts';
import { type IterationRecord, readIterationRecord } from './iterationRecord.ts';
import { createSaves } from './saves.ts';

/** A reader for the console of YOLOX, which is its `train_log.txt`, too. */
export function createYoloxReader(): TrainerReader {
  const traceback = createTraceback();
  const table = createCocoTable();
  const classTable = createClassTable();
  const saves = createSaves();
  /** Settings of the experiment that count in epochs. */
  const settings = new Map<string, number>();
  let epoch = 0;
  let epochs: number | null = null;
  /** A process has begun to train before, in this log; and whether the one that begins now goes on from a save. */
  let begun = false;
  let resuming = false;
  let batches: number | null = null;
  /** mAP50-95 of a VOC evaluation, whose mAP50 is on the next line. */
  let voc: { map50To95: number; map50: number | null } | null = null;
  let hasEvaluated = false;
  /** A save or a number that the next line confirms. */
  let pending: ((emit: Emit) => void) | null = null;

  function read(line: Line, emit: Emit): boolean {
    const text = line.text();
    if (line.volatile && isBar.test(text) && !recordLine.test(text)) return true;
    if (pending !== null && text.trim() !== '') {
      pending(emit);
      pending = null;
    }
    const record = recordLine.exec(text);
    if (record !== null) {
      readRecord(record[1]!, record[2]!, emit);
      return true;
    }
    if (text.trim() === '' || traceback.read(line, emit)) return true;
    // An evaluation that detected nothing has no table.
    if (text.startsWith('Average forward time: ')) saves.evaluated(null);
    return (
      table.read(line, (summary) => {
        const boxes = boxesOf(summary);
        if (boxes !== null) evaluated(boxes.map50, boxes.map50To95, emit);
      }) ||
      classTable.read(text, (classes) => emit({ type: 'classes', classes })) ||
      readPlain(text, emit) ||
      readSetting(text, emit) ||
      chatter.test(text) ||
      isBar.test(text)
    );
  }

  function readRecord(level: string, message: string, emit: Emit): void {
    const iteration = readIterationRecord(message);
    if (iteration !== null) readIteration(iteration, emit);
    else if (!readMessage(message, emit) && level === 'ERROR' && isOwnError(message)) {
      emit({ type: 'fault', text: message.trim(), fatal: false });
    }
  }

  function readIteration(record: IterationRecord, emit: Emit): void {
    epoch = record.epoch;
    if (record.batches !== batches || record.epochs !== epochs) {
      batches = record.batches;
      epochs = record.epochs;
      emit({ type: 'plan', plan: planOf(record.epochs, record.batches) });
    }
    emit({
      ...unknownIteration,
      iteration: (record.epoch - 1) * record.batches + record.iteration,
      epoch: record.epoch,
      loss: record.loss,
      learningRate: record.learningRate,
      seconds: record.seconds,
      dataSeconds: record.dataSeconds,
      remaining: record.remaining,
      parts: record.parts,
    });
  }

  /** The plan counts in iterations, of which only now is known how many an epoch has. */
  function planOf(ofEpochs: number, ofBatches: number): Partial<Plan> {
    const warmUp = settings.get('warmup_epochs');
    return {
      epochs: ofEpochs,
      iterations: ofEpochs * ofBatches,
      checkpointEvery: ofBatches,
      ...(warmUp === undefined ? {} : { warmUp: warmUp * ofBatches }),
    };
  }

  function readMessage(message: string, emit: Emit): boolean {
    return readByRule(messages, message, emit);
  }

  const messages: readonly LineRule<[emit: Emit]>[] = [
    {
      line: /^---> start train epoch(\d+)$/,
      read: ([, value]) => {
        epoch = Number(value);
        saves.epochBegun();
      },
    },
    {
      line: /^--->No mosaic aug now!$/,
      read: (_match, emit) => {
        saves.mosaicClosed();
        emit({ type: 'regime', at: place(epoch - 1, 1), label: 'mosaic closed, L1 loss added' });
      },
    },
    {
      line: /^Save weights to (.*\S)\s*$/,
      read: ([, directory]) => {
        const saved = saves.save(directory!, epoch, (of) => (of > 0 ? place(of, 0) : null));
        pending = (emit) => saved.forEach(emit);
      },
    },
    {
      line: /^Training of experiment is done and the best AP is (\d+\.\d\d)$/,
      read: ([, percent], emit) => finish(percent!, emit),
    },
    {
      line: /^Training start\.\.\.$/,
      read: (_match, emit) => {
        if (begun && !resuming) emit({ type: 'resumed', at: 0 });
        begun = true;
        resuming = false;
        traceback.reset();
      },
    },
    {
      line: /^args: Namespace\((.*)\)$/,
      read: ([, value], emit) => {
        restart();
        const batch = numberSetting(readSettings(value!), 'batch_size');
        if (batch !== null) emit({ type: 'plan', plan: { batch } });
      },
    },
    {
      line: /^loaded checkpoint '.*' \(epoch (\d+)\)$/,
      read: ([, value], emit) => {
        saves.resumed();
        resuming = true;
        emit({ type: 'resumed', at: place(Number(value), 0) });
      },
    },
    {
      line: /^map_5095: (\S+)$/,
      read: ([, value]) => {
        const map50To95 = numberOf(value!);
        voc = map50To95 === null ? null : { map50To95, map50: null };
      },
    },
    {
      line: /^map_50: (\S+)$/,
      read: ([, value]) => {
        const map50 = numberOf(value!);
        const map50To95 = voc?.map50To95 ?? null;
        pending = (emit) => evaluated(map50, map50To95, emit);
      },
    },
  ];

  /** What older versions print without loguru. */
  function readPlain(text: string, emit: Emit): boolean {
    return text.startsWith('map_50') && readMessage(text, emit);
  }

  function restart(): void {
    epoch = 0;
    hasEvaluated = false;
    saves.restarted();
  }

  /** It says so after a crash and after SIGINT, too: only the last epoch makes it complete. */
  function finish(percent: string, emit: Emit): void {
    const best = fractionOf(percent);
    // All there is where the tables went elsewhere.
    if (!hasEvaluated && best !== null && best > 0 && epoch > 0) evaluated(null, best, emit);
    emit({ type: 'ended', how: epochs === null || epoch >= epochs ? 'complete' : 'interrupted' });
  }

  function evaluated(map50: number | null, map50To95: number | null, emit: Emit): void {
    voc = null;
    hasEvaluated = true;
    saves.evaluated(map50To95);
    const at = epoch > 0 ? { iteration: place(epoch, 0), epoch } : {};
    emit({ ...unknownEvaluation, ...at, map50, map50To95 });
  }

  /** A place in iterations, so many behind the end of an epoch. */
  function place(after: number, more: number): number | null {
    return batches === null || after < 0 ? null : after * batches + more;
  }

  /** A row of the table of the experiment's settings. Its frame is none of UTF-8 where Windows wrote it. */
  function readSetting(text: string, emit: Emit): boolean {
    const match = /^[^\0-\x7f]+ (\S*) +[^\0-\x7f]+ (.*[^ ]|) *[^\0-\x7f]$/.exec(text);
    if (match === null) return false;
    const [, name, value] = match;
    const number = numberOf(value!);
    if (number !== null) settings.set(name!, number);
    if (name === 'scheduler') emit({ type: 'plan', plan: { schedule: scheduleOf(value!) } });
    const [length, closing] = [settings.get('max_epoch'), settings.get('no_aug_epochs')];
    if (name === 'max_epoch' && number !== null) emit({ type: 'plan', plan: { epochs: number } });
    else if (name === 'no_aug_epochs' && length !== undefined && closing !== undefined && closing < length) {
      // before_epoch: `self.epoch + 1 == self.max_epoch - self.exp.no_aug_epochs`.
      emit({ type: 'plan', plan: { closeMosaic: length - closing } });
    }
    return true;
  }

  return { read };
}

/** Source: yolox/utils/lr_scheduler.py. */
function scheduleOf(value: string): Plan['schedule'] {
  return value.includes('cos') ? 'cosine' : value.includes('multistep') ? 'steps' : null;
}

/** What loguru catches it prints with its traceback, whose last line says it better. */
function isOwnError(message: string): boolean {
  return message.trim() !== '' && !/^(?:Exception in training|An error has been caught)/.test(message);
}

/** A bar of the evaluation may stand before it. */
const recordLine = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? \| (?=\w)(\w+) +\| [\w.]+:\S+ - (.*)$/;
const isBar = /\d%\||^\s*\d+it \[/;
/** The model and what is printed around the evaluation. */
const chatter =
  /^(?:Average (?:forward|NMS|inference) time|[╒╞├╘│\uFFFD]|\w+\($|\)$|\s+\(\w+\): |\s+\)$|\/bin\/sh: .*nvidia-smi|Evaluate annotation|~+$|-+$|Results|-- Thanks|Recompute with|Writing .+ VOC results|Eval IoU : |AP for .+ = |Mean AP = |[\d.]+$)/;
