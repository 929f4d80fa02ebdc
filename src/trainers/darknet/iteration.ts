import { accept, ascii, atEnd, type Cursor, expect, readInteger, readNumber } from '../../intake/fields.ts';
import type { IterationRead } from '../../run/events.ts';
import type { Emit } from '../trainer.ts';

import { createEvaluationBlock, type Memory, refineToAlexeyab } from './memory.ts';

/**
 * Reads pjreddie's and AlexeyAB's iteration line from its first digit on:
 * `101: 2.697418, 4.578646 avg loss, 0.000200 rate, 0.026927 seconds, 808 images, 0.052883 hours left` (AlexeyAB since 2020-03-31; `time left`
 * for nine days before, nothing behind `images` before that, `avg` alone before 2018-05-27 and in pjreddie's).
 * Source: detector.c of both, and its history (trainers.md 1.1 and 1.2).
 */
export function readIteration(cursor: Cursor, indented: boolean, memory: Memory, emit: Emit): boolean {
  const iteration = readInteger(cursor);
  expect(cursor, colon);
  const batchLoss = readNumber(cursor);
  expect(cursor, comma);
  const loss = readNumber(cursor);
  expect(cursor, average);
  const lossNamed = accept(cursor, lossWord);
  expect(cursor, comma);
  const learningRate = readNumber(cursor);
  expect(cursor, rate);
  const seconds = readNumber(cursor);
  expect(cursor, secondsWord);
  const images = readInteger(cursor);
  expect(cursor, imagesWord);
  let remaining: number | null = null;
  let timed = false;
  if (accept(cursor, comma)) {
    const left = readNumber(cursor);
    timed = accept(cursor, hoursLeft);
    if (!timed) expect(cursor, timeLeft);
    if (timed && left >= 0) remaining = left * 3600;
  }
  if (cursor.failed || !atEnd(cursor) || iteration < 1) return false;
  if (lossNamed || indented) refineToAlexeyab(memory, emit);
  // stdout is flushed behind each iteration line in the versions that print how many hours are left, and not in those of 2019 and before.
  memory.inOrder = timed;
  takeIteration(
    {
      type: 'iteration',
      iteration,
      epoch: null,
      loss,
      batchLoss,
      learningRate,
      seconds: seconds + memory.loading,
      images,
      remaining,
    },
    memory,
    emit,
  );
  return true;
}

/** Emits an iteration line of any family, and what follows from it. */
export function takeIteration(event: IterationRead & { images: number }, memory: Memory, emit: Emit): void {
  const { iteration, images, learningRate } = event;
  const perIteration = images / iteration;
  if (memory.doubtful && memory.imagesPerIteration !== null && perIteration !== memory.imagesPerIteration) {
    // Behind a line that was broken off, this may be the rest of another: `12` torn from `123: ...` leaves a true-looking `3: ...`.
    return;
  }
  const before = memory.iteration;
  if (memory.starting && memory.weightsLoaded && iteration > 1) emit({ type: 'resumed', at: iteration - 1 });
  memory.starting = false;
  memory.imagesPerIteration = perIteration;
  memory.iteration = iteration;
  memory.loading = 0;
  if (memory.evaluation.emitted || memory.evaluation.classes.size > 0) memory.evaluation = createEvaluationBlock();
  emit(event);
  if (learningRate !== null) followRate(learningRate, iteration, memory, emit);
  if (!memory.finished) return;
  if (before !== null && iteration <= before) memory.finished = false;
  else emit({ type: 'ended', how: 'complete' });
}

/**
 * A learning rate that falls at once by a quarter or more is one of the cfg's `steps`: the curves bend there. Below 0.00001 the six
 * decimals that are printed are too few to tell a step from a slow decay.
 */
function followRate(learningRate: number, iteration: number, memory: Memory, emit: Emit): void {
  const before = memory.rate;
  memory.rate = learningRate;
  if (before === null || before < 0.00001 || learningRate > before * 0.75) return;
  emit({ type: 'regime', at: iteration, label: `learning rate x${Number((learningRate / before).toPrecision(2))}` });
}

const colon = ascii(': ');
const comma = ascii(', ');
const average = ascii(' avg');
const lossWord = ascii(' loss');
const rate = ascii(' rate, ');
const secondsWord = ascii(' seconds, ');
const imagesWord = ascii(' images');
const hoursLeft = ascii(' hours left');
const timeLeft = ascii(' time left');
