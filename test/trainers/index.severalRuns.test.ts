import { describe, expect, test } from 'vitest';
import type { Run } from '../../src/run/run.ts';
import { fixture, runOf } from '../support/trainers/readText.ts';

/** One log of each trainer of which a whole training is at hand. */
const logs = [
  'mmdetection/faster-rcnn-3.3.log',
  'mmdetection/rtmdet-3.0-by-iteration-interrupted.log',
  'mmdetection/cascade-rcnn-2.24.log',
  'detectron2/faster-rcnn-console.log',
  'torchvision/unbuffered.log',
  'torchvision/nan.log',
  'detr/detr-r50.log',
  'd-fine/dfine-s-custom.log',
  'deim/hgnetv2-m.log',
  'lw-detr/tiny.log',
  'rf-detr/rf-detr-base-1.2-early-stop.log',
  'hf-trainer/detr-4.44.log',
  'hf-trainer/rtdetr-5.0-early-stop.log',
  'keras/keras-3-kerascv.log',
  'keras/keras-3-piped-verbose-2.log',
  'tf-od/model-main-tf2-nan.log',
  'tf-od/tf1-estimator.log',
  'paddledetection/ppyoloe-2.5.log',
  'lightning/fcos-2.2.log',
  'super-gradients/yolo-nas-3.1.log',
  'super-gradients/ppyoloe-3.0-zero-based-interrupted.log',
  'timm/efficientdet-d0.log',
  'efficientdet/zylo117-d0-early-stop.log',
  'generic/tutorial-steps.log',
  'generic/epoch-summaries-nan.log',
  'jsonl/plain-nan.log',
];

/** What a training came to. */
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
  return { iterations, epochs, loss, nonFinite, evaluations, best, checkpoints, classes, ended, plan };
}

describe.each(logs)('%s', (file) => {
  test('twice in one file is the second of the two', () => {
    const log = fixture(file);
    expect(resultOf(runOf(Buffer.concat([log, log])))).toEqual(resultOf(runOf(log)));
  });

  test('after a run that broke off in the middle is the whole one', () => {
    const log = fixture(file);
    const middle = log.lastIndexOf('\n', Math.floor(log.length * 0.6)) + 1;
    expect(resultOf(runOf(Buffer.concat([log.subarray(0, middle), log])))).toEqual(resultOf(runOf(log)));
  });
});
