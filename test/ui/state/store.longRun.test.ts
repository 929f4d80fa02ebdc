import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { RunEvent } from '../../../src/run/events.ts';
import { composeFrame } from '../../../src/ui/view/frame.ts';
import { createScreenStore } from '../../../src/ui/state/store.ts';
import { plainText } from '../../../src/words/terminal/row.ts';
import { fedMonitor, logLines } from '../../support/ui/fakes.ts';
import { contentLengths } from '../../../src/ui/view/contentLengths.ts';

const hours = 48;
const secondsPerIteration = 0.4;
const iterations = (hours * 3600) / secondsPerIteration;
const collect = collector();

test('48 hours of training under an open screen take no more memory at their end than after their first quarter', () => {
  const monitor = fedMonitor();
  let now = 0;
  const fixed = { title: 'long', readonly: false, comeBack: null, characters: 'braille' as const };
  const store = createScreenStore({
    lengths: contentLengths,
    monitor,
    control: null,
    fixed,
    columns: 200,
    rows: 60,
    now: () => now,
  });
  monitor.feed([{ type: 'trainer', name: 'darknet-alexeyab', version: null }, plan()], logLines(2000));
  let early = 0;
  for (let at = 1; at <= iterations; at++) {
    now = at * secondsPerIteration;
    monitor.feed(eventsAt(at), [], now);
    if (at % 20_000 === 0) {
      store.dispatch({ type: 'smooth', by: at % 40_000 === 0 ? -1 : 1 });
      composeFrame(store.view());
    }
    if (at === iterations / 4) early = heapAfterCollection();
  }
  store.dispatch({ type: 'axis', axis: 'time' });
  const frame = composeFrame(store.view()).rows.map(plainText).join('\n');
  store.close();
  expect(frame).toContain('mAP');
  expect(heapAfterCollection() - early).toBeLessThan(8 * 1024 ** 2);
}, 120_000);

function plan(): RunEvent {
  return { type: 'plan', plan: { iterations, batch: 64, trainingImages: 10_000 } };
}

function eventsAt(at: number): RunEvent[] {
  const loss = 0.4 + 3 * Math.exp(-at / 20_000) + 0.05 * Math.sin(at * 1.7);
  const events: RunEvent[] = [
    { type: 'region', layer: 16, iou: 0.8 + 0.01 * Math.sin(at), objects: 3, loss: null },
    {
      type: 'iteration',
      iteration: at,
      epoch: null,
      loss,
      batchLoss: null,
      learningRate: 0.00261,
      seconds: secondsPerIteration,
      images: at * 64,
      remaining: null,
    },
  ];
  if (at % 1000 === 0) events.push({ type: 'checkpoint', path: 'backup/long_last.weights', at, role: 'last' });
  return events;
}

function heapAfterCollection(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  if (typeof gc !== 'function')
    throw new Error('V8 gives no collector: what is left over cannot be told from what is held.');
  return () => gc();
}
