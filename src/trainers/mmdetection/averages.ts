import { metricOf } from '../kit/printed.ts';

/**
 * What an evaluation of MMDetection says of the mAP, by the names that its metrics go by (`coco/bbox_mAP_50`,
 * `dota/AP50`, `mAP`); null when it says nothing. Trainings with a teacher evaluate it first and then the student
 * (`teacher.bbox_mAP`, `teacher/coco/bbox_mAP`): the teacher's count. A mAP that is over no IoU (nuScenes' distances,
 * the labels of a whole image, in percent) is none here. Sources: mmdet/evaluation/metrics, mmdet 2's datasets/coco.py
 * and voc.py.
 */
export function averagesOf(
  pairs: Iterable<readonly [string, number]>,
): { map50: number | null; map50To95: number | null } | null {
  const metrics = new Map<string, number>();
  for (const [name, value] of pairs) {
    const bare = /[^/.]*$/.exec(name)![0];
    if (!metrics.has(bare) && !foreign.test(name) && !(value > 1)) metrics.set(bare, value);
  }
  const map50To95 = first(metrics, ['bbox_mAP', 'bbox_AP', 'segm_mAP', 'segm_AP']);
  const map50 = first(metrics, ['bbox_mAP_50', 'bbox_AP50', 'segm_mAP_50', 'segm_AP50', 'AP50', 'mAP']);
  if (map50 === undefined && map50To95 === undefined) return null;
  return { map50: metricOf(map50), map50To95: metricOf(map50To95) };
}

function first(metrics: Map<string, number>, names: readonly string[]): number | undefined {
  const name = names.find((candidate) => metrics.has(candidate));
  return name === undefined ? undefined : metrics.get(name);
}

const foreign = /nuscenes|multi-label|single-label/i;
