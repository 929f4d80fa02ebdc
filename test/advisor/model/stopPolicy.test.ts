import { describe, expect, test } from 'vitest';
import { outlookAt, type Outlook } from '../../../src/advisor/model/outlook.ts';
import { fittedModel } from '../../../src/advisor/model/loadModel.ts';
import { shippedModel } from '../../../src/advisor/model/shippedModel.ts';
import {
  nextStop,
  stopSettings,
  stopStart,
  worthOfGoingOn,
  type StopAdvice,
} from '../../../src/advisor/model/stopPolicy.ts';
import { firstEvaluations, risingCurve } from '../../support/advisor/curves.ts';

const gains = [0, 0.04];
const settings = stopSettings(0.005, 100, 'yolo');

/** An outlook whose worth, with a quarter of the plan left, is .04 x chance. */
function outlook(chance: number, changes: Partial<Outlook> = {}): Outlook {
  return { best: 0.6, left: 0.25, sinceBest: 0.2, chances: [chance, 0], contributions: [], ...changes };
}

function fold(outlooks: readonly (Outlook | null)[], held = false, stopping = settings): readonly boolean[] {
  let state: StopAdvice = stopStart;
  return outlooks.map((each) => {
    state = nextStop(state, { outlook: each, held }, gains, stopping);
    return state.advised;
  });
}

const flat = outlook(0.1);
const between = outlook(0.2);
const promising = outlook(0.5);

describe('advice', () => {
  test('the worth of going on is the expected gain over the square root of what is left', () => {
    expect(worthOfGoingOn(outlook(0.1), gains)).toBeCloseTo((0.04 * 0.1) / 2 / Math.sqrt(0.25), 12);
  });

  test('a gain counts for no more than four points', () => {
    const unlikely = outlook(0.1, { chances: [0.1, 0.1, 0.1] });
    expect(worthOfGoingOn(unlikely, [0, 0.04, 0.64])).toBeCloseTo((0.04 * 0.1) / 0.5, 12);
  });

  test('takes two checks in a row', () => {
    expect(fold([flat, flat])).toEqual([false, true]);
    expect(fold([flat, promising, flat, promising])).toEqual([false, false, false, false]);
  });

  test('is taken back only after two checks that are clearly better', () => {
    expect(fold([flat, flat, between, between])).toEqual([false, true, true, true]);
    expect(fold([flat, flat, promising, between, promising])).toEqual([false, true, true, true, true]);
    expect(fold([flat, flat, promising, promising])).toEqual([false, true, true, false]);
  });

  test('takes one check where evaluations lie 3 % of the plan apart, and six where there is no plan', () => {
    expect(fold([flat], false, stopSettings(0.005, 33, 'yolo'))).toEqual([true]);
    const withoutPlan = stopSettings(0.005, null, 'yolo');
    expect(fold(Array(6).fill(flat), false, withoutPlan)).toEqual([false, false, false, false, false, true]);
  });

  test('is not given to what finds next to nothing', () => {
    const blind = outlook(0.01, { best: 0.05 });
    expect(fold([blind, blind, blind])).toEqual([false, false, false]);
  });

  test('is given to what finds next to nothing by the middle of its plan where trainers are DETR-like', () => {
    const blind = (left: number) => outlook(0.001, { best: 0.05, left });
    const detr = stopSettings(0.005, 100, 'detr');
    expect(fold([blind(0.52), blind(0.51), blind(0.5), blind(0.49)], false, detr)).toEqual([false, false, false, true]);
    expect(fold([blind(0.3), blind(0.29)])).toEqual([false, false]);
  });

  test('is not newly given in the last tenth of the plan, where it is still taken back', () => {
    const late = { left: 0.1 };
    expect(fold([flat, outlook(0.05, late), outlook(0.05, late)])).toEqual([false, false, false]);
    expect(fold([outlook(0.05, { left: 0.12 }), outlook(0.05, { left: 0.11 })])).toEqual([false, true]);
    expect(fold([flat, flat, outlook(0.5, late), outlook(0.5, late)])).toEqual([false, true, true, false]);
  });

  test('is not newly given while it is held, as before a learning-rate drop known to come', () => {
    expect(fold([flat, flat, flat], true)).toEqual([false, false, false]);
  });

  test('is not given while too few evaluations tell', () => {
    expect(fold([null, null, null])).toEqual([false, false, false]);
  });
});

test('folding evaluation by evaluation gives what the whole curve gives', () => {
  const whole = risingCurve(120);
  const model = fittedModel(shippedModel, 'yolo', true)!;
  const advice = (prefix: boolean): readonly StopAdvice[] => {
    let state: StopAdvice = stopStart;
    return whole.map.map((_, at) => {
      const curve = prefix ? firstEvaluations(whole, at + 1) : whole;
      const seen = outlookAt(curve, at, model);
      state = nextStop(
        state,
        { outlook: seen, held: false },
        model.gains,
        stopSettings(model.presets.saver.worth, whole.planned, 'yolo'),
      );
      return state;
    });
  };
  expect(advice(true)).toEqual(advice(false));
  expect(advice(true).at(-1)?.advised).toBe(true);
});
