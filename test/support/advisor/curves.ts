import { curveOf, type LearningCurve, type CurvePoint } from '../../../src/advisor/model/curve.ts';
import { randomFrom } from '../../../tools/advisor/random.ts';

/** A training that rises towards `top`, with noise and every column. */
export function risingCurve(count: number, planned = count, seed = 1, top = 0.7): LearningCurve {
  return curveOf(risingEvaluations(count, planned, seed, top), planned);
}

/** The first evaluations of a curve, as it stood when the last of them was made. */
export function firstEvaluations(curve: LearningCurve, count: number): LearningCurve {
  const cut = <Value>(values: readonly Value[]) => values.slice(0, count);
  return {
    progress: cut(curve.progress),
    map: cut(curve.map),
    map50: cut(curve.map50),
    trainLoss: cut(curve.trainLoss),
    validationLoss: cut(curve.validationLoss),
    learningRate: cut(curve.learningRate),
    planned: curve.planned,
  };
}

export function risingEvaluations(count: number, planned = count, seed = 1, top = 0.7): readonly CurvePoint[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, (_, at) => {
    const noise = 0.02 * (random() - 0.5);
    return {
      progress: (at + 1) / planned,
      map: Math.max(0, top * (1 - Math.exp((-6 * at) / planned)) + noise),
      map50: Math.max(0, 1.2 * top * (1 - Math.exp((-6 * at) / planned)) + noise),
      trainLoss: 0.5 + 4 * Math.exp((-5 * at) / planned) + noise,
      validationLoss: 0.8 + 4 * Math.exp((-5 * at) / planned) + noise,
      learningRate: 0.01 * (1 - at / planned) + 0.0001,
    };
  });
}
