import process from 'node:process';
import { curveOf } from '../src/advisor/model/curve.ts';
import { forecastOf } from '../src/advisor/model/forecast.ts';
import { outlookAt } from '../src/advisor/model/outlook.ts';
import { fittedModel } from '../src/advisor/model/loadModel.ts';
import { shippedModel } from '../src/advisor/model/shippedModel.ts';
import { nextStop, stopSettings, stopStart, type StopAdvice } from '../src/advisor/model/stopPolicy.ts';
import type { Bench } from './bench.ts';

/** Advice at the last of a thousand evaluations, beside one JSON.parse of the same curve. */
export const advisor: Bench = {
  name: 'advisor',
  promise: 'advice costs less than 2 ms per evaluation for a curve of 1,000 epochs.',
  run,
};

const evaluations = 1000;
const mostMilliseconds = 2;
const rounds = 5;

function run(): Promise<boolean> {
  const text = JSON.stringify(curveOf(epochs(), evaluations));
  const advice = best(() => adviseAtTheEnd(text));
  const parsing = best(() => timeOf(200, () => JSON.parse(text)));
  process.stdout.write(
    `  advice ${advice.toFixed(3)} ms per evaluation, JSON.parse of the curve ${parsing.toFixed(3)} ms: ` +
      `${(advice / parsing).toFixed(1)} times\n`,
  );
  return Promise.resolve(advice < mostMilliseconds);
}

/** The last hundred evaluations, which are the dearest, each from building the features to the state of the advice. */
function adviseAtTheEnd(text: string): number {
  const curve = JSON.parse(text);
  const model = fittedModel(shippedModel, 'yolo', true)!;
  const settings = stopSettings(model.presets.balanced.worth, evaluations, 'yolo');
  let state: StopAdvice = stopStart;
  let index = evaluations - 100;
  return timeOf(100, () => {
    const outlook = outlookAt(curve, index++, model);
    state = nextStop(state, { outlook, held: false }, model.gains, settings);
    if (outlook !== null) forecastOf(outlook, model);
  });
}

/** Milliseconds for one time. */
function timeOf(times: number, work: () => unknown): number {
  const start = process.hrtime.bigint();
  for (let time = 0; time < times; time++) work();
  return Number(process.hrtime.bigint() - start) / 1e6 / times;
}

/** What else the machine does only ever adds. */
function best(measure: () => number): number {
  return Math.min(...Array.from({ length: rounds }, measure));
}

/** A curve with noise and all columns: the cost depends on its length, not on its shape. */
function epochs() {
  return Array.from({ length: evaluations }, (_, at) => {
    const ripple = 0.02 * Math.sin(at * 12.9898);
    return {
      progress: (at + 1) / evaluations,
      map: 0.7 * (1 - Math.exp(-at / 200)) + ripple + 0.05,
      map50: 0.9 * (1 - Math.exp(-at / 200)) + ripple + 0.05,
      trainLoss: 0.5 + 4 * Math.exp(-at / 150) + ripple,
      validationLoss: 0.8 + 4 * Math.exp(-at / 150) + ripple,
      learningRate: 0.01 * (1 - at / evaluations) + 0.0001,
    };
  });
}
