import { alexeyabDarknet, hankaiDarknet, pjreddieDarknet } from './darknet/index.ts';
import { createDetectorAmong, type Detector, type DetectorOptions } from './kit/detector.ts';
import { detectron2 } from './detectron2/detectron2.ts';
import { mmdetection } from './mmdetection/mmdetection.ts';
import { detr, dfine, rfdetr, torchvision } from './formats/metricLogger/metricLogger.ts';
import { resultsFiles } from './formats/results/index.ts';
import { hfTrainer } from './hfTrainer/hfTrainer.ts';
import { keras } from './keras.ts';
import { tfObjectDetection } from './tfObjectDetection.ts';
import { paddledetection } from './paddledetection/paddledetection.ts';
import { lightning } from './lightning.ts';
import { superGradients } from './superGradients.ts';
import { timm } from './timm.ts';
import { efficientdet } from './efficientdet.ts';
import { generic } from './generic/generic.ts';
import { createGenericRecogniser } from './generic/recognise.ts';
import { jsonl } from './formats/jsonl.ts';
import { mlflow } from './formats/mlflow.ts';
import type { Trainer } from './trainer.ts';
import { ultralytics } from './ultralytics/ultralytics.ts';
import { yolor, yolov5, yolov7, yolov9 } from './yolov5/yolov5.ts';
import { yolov6 } from './yolov6.ts';
import { yolox } from './yolox/yolox.ts';

export type { Detector, DetectorOptions } from './kit/detector.ts';

/** Every program that is known by its console. The order decides where a line could be two programs': the narrower signature comes first. */
export const programs: readonly Trainer[] = [
  hankaiDarknet,
  alexeyabDarknet,
  pjreddieDarknet,
  ultralytics,
  yolov5,
  yolov7,
  yolov9,
  yolor,
  yolov6,
  yolox,
  mmdetection,
  detectron2,
  torchvision,
  detr,
  dfine,
  rfdetr,
  hfTrainer,
  keras,
  tfObjectDetection,
  paddledetection,
  lightning,
  superGradients,
  timm,
  efficientdet,
];

/** The programs, the files of figures that they write, and what reads a log that is no program's. */
export const trainers: readonly Trainer[] = [...programs, generic, ...resultsFiles, mlflow, jsonl];

const fallback = { trainer: generic, createRecogniser: createGenericRecogniser };

/** A detector that knows every trainer. Throws when `force` names none. */
export function createDetector(options: DetectorOptions = {}): Detector {
  return createDetectorAmong(trainers, { fallback, ...options });
}
