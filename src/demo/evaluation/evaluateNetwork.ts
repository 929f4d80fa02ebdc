import { findDetections } from './detections.ts';
import { evaluateDetections } from './evaluation.ts';
import type { DetectionMetrics, EvaluationSettings } from './evaluation.ts';
import type { Grid } from '../network/head.ts';
import { runForward } from '../network/network.ts';
import type { Network } from '../network/network.ts';
import type { HeadPlan } from '../network/networkPlan.ts';
import type { Sample } from '../data/readDataSet.ts';

/**
 * From which confidence on a detection is ranked, and which overlap makes two of them one. Source:
 * validate_detector_map of Darknet.
 */
const detectionSettings = { threshold: 0.005, overlap: 0.45 };

/** Looks at every image with the network as it is now and returns how good it is; `onImage` hears how many are done. */
export function evaluateNetwork(
  network: Network,
  head: HeadPlan,
  grid: Grid,
  samples: readonly Sample[],
  settings: EvaluationSettings,
  onImage: (done: number) => void,
): DetectionMetrics {
  const seen = samples.map(({ image, truths }, index) => {
    const detections = findDetections(runForward(network, image), grid, head, detectionSettings);
    onImage(index + 1);
    return { detections, truths };
  });
  return evaluateDetections(seen, settings);
}
