import { numberOf } from '../kit/numbers.ts';

/** One of the lines that sum up `print_interval` iterations. */
export interface IterationRecord {
  readonly epoch: number;
  readonly epochs: number;
  /** Within the epoch, from 1. */
  readonly iteration: number;
  readonly batches: number;
  /** Losses of the latest iteration. */
  readonly loss: number;
  readonly parts: Readonly<Record<string, number>>;
  readonly learningRate: number | null;
  /** Mean time of an iteration. */
  readonly seconds: number | null;
  /** Of these, those in which it waited for its data. */
  readonly dataSeconds: number | null;
  readonly remaining: number | null;
}

/**
 * Reads `epoch: 1/80, iter: 10/57, gpu mem: 6736Mb, mem: 11.2Gb, iter_time: 0.306s, data_time: 0.012s, total_loss:
 * 14.9, iou_loss: 3.8, ..., lr: 2.462e-07, size: 640, ETA: 1:58:38` (yolox/core/trainer.py, after_iter). Null when the
 * text is something else, or was cut before its loss.
 */
export function readIterationRecord(message: string): IterationRecord | null {
  const match = /^epoch: (\d+)\/(\d+), iter: (\d+)\/(\d+), /.exec(message);
  if (match === null) return null;
  const fields = new Map<string, number>();
  const rest = message.slice(match[0].length);
  // Only what a comma follows is surely whole.
  for (const [, name, text] of rest.matchAll(/([a-z]\w{0,63}): ([^\s,]+?)s?,/g)) {
    const value = numberOf(text!);
    if (value !== null) fields.set(name!, value);
  }
  const loss = fields.get('total_loss');
  if (loss === undefined) return null;
  const parts: Record<string, number> = {};
  for (const [name, value] of fields) {
    if (name.endsWith('_loss') && name !== 'total_loss') parts[name.slice(0, -'_loss'.length)] = value;
  }
  return {
    epoch: Number(match[1]),
    epochs: Number(match[2]),
    iteration: Number(match[3]),
    batches: Number(match[4]),
    loss,
    parts,
    learningRate: fields.get('lr') ?? null,
    seconds: fields.get('iter_time') ?? null,
    dataSeconds: fields.get('data_time') ?? null,
    remaining: readRemaining(rest),
  };
}

/** As Python prints a timedelta: `1 day, 3:04:05`. */
function readRemaining(text: string): number | null {
  const match = /\bETA: (?:(\d+) days?, )?(\d+):(\d\d):(\d\d)\s*$/.exec(text);
  if (match === null) return null;
  const [days = 0, hours, minutes, seconds] = match.slice(1).map((field) => Number(field ?? 0));
  return ((days * 24 + hours!) * 60 + minutes!) * 60 + seconds!;
}
