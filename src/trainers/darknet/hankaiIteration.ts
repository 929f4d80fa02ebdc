import type { Emit } from '../trainer.ts';
import { numberOf } from '../kit/numbers.ts';
import { takeIteration } from './iteration.ts';
import { announce, type Memory, refineName } from './memory.ts';

/**
 * Reads hank-ai's iteration line, which is a list of named fields that grew with the versions: `101: loss=2.839, avg
 * loss=3.562, last=12.86%, best=12.86%, mAP=200, rate=0.00030000, load 16=10.2 milliseconds, train=149.4 milliseconds,
 * 1616 images, time remaining=80 seconds`. Until 5.0 one nameless duration stands for `load` and `train`; until 4.0
 * there is no `last`, `best` and `next`; `mAP` was `next` before 6.0. Source: src-lib/detector.cpp of its tags
 * (trainers.md 1.4).
 */
export function readHankaiIteration(text: string, memory: Memory, emit: Emit): boolean {
  const match = iterationLine.exec(text);
  if (match === null) return false;
  const [, iterationText, lossText, averageText, middle = '', imagesText, remainingText = ''] = match;
  const iteration = Number(iterationText);
  const batchLoss = numberOf(lossText!);
  const loss = numberOf(averageText!);
  const remaining = durationOf(remainingText);
  if (iteration < 1 || batchLoss === null || loss === null || (remaining === null && remainingText !== 'unknown')) {
    return false;
  }
  const fields = readFields(middle);
  if (fields === null) return false;
  refineName(memory, 'darknet-hankai', emit);
  memory.inOrder = true;
  takeIteration(
    {
      type: 'iteration',
      iteration,
      epoch: null,
      loss,
      batchLoss,
      learningRate: fields.rate,
      seconds: fields.seconds,
      images: Number(imagesText),
      remaining,
    },
    memory,
    emit,
  );
  if (fields.nextEvaluation !== null) announce(memory, fields.nextEvaluation, emit);
  return true;
}

const iterationLine = /^(\d+): loss=([^,]+), avg loss=([^,]+), (.+), (\d+) images, time remaining=(.+)$/;

interface Fields {
  rate: number | null;
  seconds: number | null;
  nextEvaluation: number | null;
}

function readFields(text: string): Fields | null {
  const fields: Fields = { rate: null, seconds: null, nextEvaluation: null };
  for (const part of text.split(', ')) {
    const [name = '', value] = part.split('=');
    if (value === undefined) {
      const seconds = durationOf(name);
      if (seconds === null) return null;
      fields.seconds = seconds;
    } else if (name === 'rate') {
      fields.rate = numberOf(value);
      if (fields.rate === null) return null;
    } else if (name === 'next' || name === 'mAP') {
      fields.nextEvaluation = /^\d+$/.test(value) ? Number(value) : null;
    } else if (name === 'train' || /^load \d+$/.test(name)) {
      // The next images are loaded while the network trains: a step takes as long as the longer of both.
      const seconds = durationOf(value);
      if (seconds === null) return null;
      fields.seconds = Math.max(fields.seconds ?? 0, seconds);
    } else if (name !== 'last' && name !== 'best') {
      return null;
    }
  }
  return fields;
}

/** Seconds in `64.4 milliseconds`, `1 second`, `3.9 minutes`, `2.5 days`; null for anything else. */
function durationOf(text: string): number | null {
  const match = /^([\d.]+) (\w+?)s?$/.exec(text);
  const unit = unitsPerSecond.get(match?.[2] ?? '');
  const value = Number(match?.[1]);
  return unit === undefined || !Number.isFinite(value) ? null : value / unit;
}

const unitsPerSecond: ReadonlyMap<string, number> = new Map([
  ['nanosecond', 1e9],
  ['microsecond', 1e6],
  ['millisecond', 1000],
  ['second', 1],
  ['minute', 1 / 60],
  ['hour', 1 / 3600],
  ['day', 1 / 86_400],
  ['week', 1 / 604_800],
]);
