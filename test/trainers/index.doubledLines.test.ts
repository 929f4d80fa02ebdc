import { expect, test } from 'vitest';
import type { Run } from '../../src/run/run.ts';
import { fixture, runOf } from '../support/trainers/readText.ts';

/** What a training came to, apart from the time it took. */
function resultOf({
  iterations,
  epochs,
  loss,
  nonFinite,
  evaluations,
  best,
  checkpoints,
  classes,
  ended,
  plan,
}: Run): unknown {
  const figures = evaluations.map(({ iteration, epoch, map50, map50To95 }) => ({ iteration, epoch, map50, map50To95 }));
  const saves = checkpoints.map(({ path, at, role }) => ({ path, at, role }));
  return { iterations, epochs, loss, nonFinite, figures, best, saves, classes, ended, plan };
}

/** Loggers that are set up twice print every line twice, the lines of tables too. */
test.each([
  'mmdetection/faster-rcnn-3.3.log',
  'mmdetection/cascade-rcnn-2.24.log',
  'mmdetection/retinanet-voc-2.8-nan.log',
  'detectron2/faster-rcnn-console.log',
  'detectron2/voc-nan.log',
  'torchvision/unbuffered.log',
  'detr/detr-r50.log',
  'd-fine/dfine-s-custom.log',
  'deim/hgnetv2-m.log',
  'lw-detr/tiny.log',
  'rf-detr/rf-detr-base-1.2-early-stop.log',
  'hf-trainer/detr-4.44.log',
  'keras/keras-3-piped-verbose-2.log',
  'keras/keras-retinanet.log',
  'tf-od/model-main-tf2-nan.log',
  'tf-od/tf1-estimator.log',
  'paddledetection/ppyoloe-2.5.log',
  'paddledetection/picodet-2.5-nan.log',
  'super-gradients/yolo-nas-3.1.log',
  'timm/efficientdet-d0.log',
  'yolact/resnet50-coco.log',
  'nanodet/plus-m-416.log',
  'maskrcnn-benchmark/fcos.log',
  'ssd/resnet18-ssd512.log',
  'pytorch-ssd/fruit.log',
  'centernet/tiny-coco.log',
  'generic/tutorial-steps.log',
  'jsonl/plain-nan.log',
])('%s with every line twice is the same training', (file) => {
  const log = fixture(file).toString();
  const doubled = log.replaceAll(/[^\n]*\n/g, (line) => line + line);
  expect(resultOf(runOf(doubled))).toEqual(resultOf(runOf(log)));
});
