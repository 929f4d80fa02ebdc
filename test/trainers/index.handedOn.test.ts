import { describe, expect, test } from 'vitest';
import { fixture, runOf } from '../support/trainers/readText.ts';

/** Logs of trainers that mark their own lines, draw bars, print tables past their logger, or end with a traceback. */
const logs = [
  'mmdetection/faster-rcnn-3.3.log',
  'mmdetection/retinanet-voc-2.8-nan.log',
  'detectron2/faster-rcnn-console.log',
  'detr/detr-r50.log',
  'rf-detr/rf-detr-base-1.2-early-stop.log',
  'hf-trainer/detr-4.44.log',
  'keras/keras-2-yolo3-two-stages.log',
  'keras/keras-3-kerascv.log',
  'tf-od/model-main-tf2-nan.log',
  'paddledetection/ppyoloe-2.5.log',
  'lightning/fcos-2.2.log',
  'super-gradients/yolo-nas-3.1.log',
  'timm/efficientdet-d0.log',
  'yolact/resnet50-coco.log',
  'nanodet/plus-m-416.log',
  'maskrcnn-benchmark/fcos.log',
  'ssd/resnet18-ssd512.log',
  'pytorch-ssd/fruit.log',
  'centernet/tiny-coco.log',
  'efficientdet/zylo117-d0-early-stop.log',
];

const hands: readonly (readonly [string, (line: string, index: number) => string])[] = [
  ['kubectl logs --timestamps', (line, index) => `2024-05-01T10:00:${10 + (index % 50)}.123456789Z ${line}`],
  ['journalctl', (line) => `May 01 10:00:01 gpubox train.sh[1234]: ${line}`],
  ['torchrun', (line) => `[rank0]: ${line}`],
  ['docker compose', (line) => `trainer-1  | ${line}`],
];

describe.each(logs)('%s', (file) => {
  const text = fixture(file).toString();
  const whole = told(text);

  test.each(hands)('says the same behind what %s writes before every line', (_hand, mark) => {
    expect(told(text.split('\n').map(mark).join('\n'))).toEqual(whole);
  });
});

test.each(logs)('%s says the same with blanks behind every line, as terminals leave them', (file) => {
  const text = fixture(file).toString();
  expect(told(text.replaceAll('\n', '   \n'))).toEqual(told(text));
});

/** What a run is after the log, apart from how many of its lines were explained. */
function told(text: string): unknown {
  const { trainer, iterations, epochs, loss, evaluations, best, checkpoints, classes, ended } = runOf(text);
  return { trainer, iterations, epochs, loss, evaluations, best, checkpoints, classes, ended };
}
