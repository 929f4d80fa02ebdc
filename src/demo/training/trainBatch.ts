import { detectionLoss } from './detectionLoss.ts';
import type { DetectionLoss } from './detectionLoss.ts';
import type { Grid } from '../network/head.ts';
import { runBackward, runForward } from '../network/network.ts';
import type { Network } from '../network/network.ts';
import type { HeadPlan } from '../network/networkPlan.ts';
import type { Sample } from '../data/readDataSet.ts';

/** Adds the gradient of the mean loss of `samples` to the network's parameters and returns the sum of their losses. */
export function trainBatch(network: Network, head: HeadPlan, grid: Grid, samples: readonly Sample[]): DetectionLoss {
  const gradient = new Float64Array(network.layers.at(-1)!.output.length);
  let sum: DetectionLoss = { classLoss: 0, boxLoss: 0, iouSum: 0, truthCount: 0, rewrittenCount: 0 };
  for (const { image, truths } of samples) {
    sum = added(sum, detectionLoss(runForward(network, image), truths, grid, head, gradient));
    for (let index = 0; index < gradient.length; index += 1) gradient[index]! /= samples.length;
    runBackward(network, gradient);
  }
  return sum;
}

function added(first: DetectionLoss, second: DetectionLoss): DetectionLoss {
  return {
    classLoss: first.classLoss + second.classLoss,
    boxLoss: first.boxLoss + second.boxLoss,
    iouSum: first.iouSum + second.iouSum,
    truthCount: first.truthCount + second.truthCount,
    rewrittenCount: first.rewrittenCount + second.rewrittenCount,
  };
}
