import { accept, ascii, atEnd, type Cursor, expect, readInteger, readNumber } from '../../log/formats/fields.ts';
import type { IterationRead } from '../../run/events.ts';
import type { Emit } from '../trainer.ts';
import { step } from './step.ts';

import { createEvaluationBlock, type Memory, refineToAlexeyab } from './memory.ts';

/**
 * Reads pjreddie's and AlexeyAB's iteration line from its first digit on: `101: 2.697418, 4.578646 avg loss, 0.000200
 * rate, 0.026927 seconds, 808 images, 0.052883 hours left` (AlexeyAB since 2020-03-31; `time left` for nine days
 * before, nothing behind `images` before that, `avg` alone before 2018-05-27 and in pjreddie's). Source: detector.c of
 * both, and its history (trainers.md 1.1 and 1.2).
 */
export function readIteration(cursor: Cursor, indented: boolean, memory: Memory, emit: Emit): boolean {
  const iteration = readInteger(cursor);
  step(cursor, colon, blank, 2);
  const batchLoss = readNumber(cursor);
  step(cursor, comma, blank, 2);
  const loss = readNumber(cursor);
  step(cursor, blank, letterA, 4); // avg
  const lossNamed = cursor.bytes[cursor.position] === blank;
  if (lossNamed) step(cursor, blank, letterL, 5); // loss
  step(cursor, comma, blank, 2);
  const learningRate = readNumber(cursor);
  step(cursor, blank, letterR, 7); // rate,
  const seconds = readNumber(cursor);
  step(cursor, blank, letterS, 10); // seconds,
  const images = readInteger(cursor);
  step(cursor, blank, letterI, 7); // images
  let remaining: number | null = null;
  let timed = false;
  if (!atEnd(cursor)) {
    step(cursor, comma, blank, 2);
    const left = readNumber(cursor);
    timed = accept(cursor, hoursLeft);
    if (!timed) expect(cursor, timeLeft);
    if (timed && left >= 0) remaining = left * 3600;
  }
  if (cursor.failed || !atEnd(cursor) || iteration < 1) return false;
  if (lossNamed || indented) refineToAlexeyab(memory, emit);
  // stdout is flushed behind each iteration line in the versions that print how many hours are left, and not in those
  // of 2019 and before.
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
    // Behind a line that was broken off, this may be the rest of another: `12` truncated from `123: ...` leaves a
    // true-looking `3: ...`.
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
  if (before !== null && iteration < before) memory.finished = false;
  else emit({ type: 'ended', how: 'complete' });
}

/**
 * A learning rate that falls at once by a quarter or more is one of the cfg's `steps`: the curves bend there. Below
 * 0.00001 the six decimals that are printed are too few to tell a step from a slow decay.
 */
function followRate(learningRate: number, iteration: number, memory: Memory, emit: Emit): void {
  const before = memory.rate;
  memory.rate = learningRate;
  if (before === null || before < 0.00001 || learningRate > before * 0.75) return;
  emit({ type: 'regime', at: iteration, label: `learning rate x${Number((learningRate / before).toPrecision(2))}` });
}

const hoursLeft = ascii(' hours left');
const timeLeft = ascii(' time left');
const blank = 0x20;
const comma = 0x2c;
const colon = 0x3a;
const letterA = 0x61;
const letterI = 0x69;
const letterL = 0x6c;
const letterR = 0x72;
const letterS = 0x73;
