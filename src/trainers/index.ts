import { alexeyabDarknet, hankaiDarknet, pjreddieDarknet } from './darknet/index.ts';
import type { Line } from '../log/lines/line.ts';
import { createTableRecogniser } from './formats/yoloConsole/recogniseTables.ts';
import { createDetectorAmong, type Detector, type DetectorOptions } from './kit/detector.ts';
import { centernet } from './centernet.ts';
import { detectron2 } from './detectron2/detectron2.ts';
import { mmdetection } from './mmdetection/mmdetection.ts';
import { deim } from './deim.ts';
import { detr } from './detr.ts';
import { lwdetr } from './lwdetr.ts';
import { dfine } from './dfine.ts';
import { rfdetr } from './rfdetr.ts';
import { torchvision } from './torchvision.ts';
import { resultsTable } from './formats/results/tableFile.ts';
import { tensorboard } from './formats/tensorboard.ts';
import { wandbLogs } from './formats/wandb.ts';
import { hfTrainer } from './hfTrainer/hfTrainer.ts';
import { keras } from './keras.ts';
import { tfObjectDetection } from './tfObjectDetection.ts';
import { paddledetection } from './paddledetection/paddledetection.ts';
import { lightning } from './lightning.ts';
import { superGradients } from './superGradients.ts';
import { timm } from './timm.ts';
import { efficientdet } from './efficientdet.ts';
import { fastai } from './fastai.ts';
import { generic } from './generic/generic.ts';
import { createGenericRecogniser } from './generic/recognise.ts';
import { jsonl } from './formats/jsonl.ts';
import { tracked } from './formats/tracked.ts';
import type { ResultFile, Trainer } from './trainer.ts';
import { ultralytics } from './ultralytics/ultralytics.ts';
import { yolor, yolov5, yolov7, yolov9 } from './yolov5/yolov5.ts';
import { yolov6 } from './yolov6.ts';
import { maskrcnnBenchmark, ssd } from './maskrcnnBenchmark.ts';
import { nanodet } from './nanodet.ts';
import { pytorchSsd } from './pytorchSsd.ts';
import { tao } from './tao/tao.ts';
import { yolact } from './yolact/yolact.ts';
import { yolox } from './yolox/yolox.ts';

export type { Detector, DetectorOptions } from './kit/detector.ts';

/**
 * Every program that is known by its console. The order decides where a line could be two programs': the narrower
 * signature comes first.
 */
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
  deim,
  rfdetr,
  lwdetr,
  hfTrainer,
  tao,
  keras,
  tfObjectDetection,
  paddledetection,
  lightning,
  superGradients,
  timm,
  efficientdet,
  yolact,
  nanodet,
  maskrcnnBenchmark,
  ssd,
  pytorchSsd,
  centernet,
  fastai,
];

/** The programs, the result files that they write, and what reads a log that is no program's. */
export const trainers: readonly Trainer[] = [
  ...programs,
  generic,
  ...programs.flatMap(readersOfFiles),
  resultsTable,
  ...tracked,
  jsonl,
];

/** Every name that recognition can end in. */
export const trainerNames: readonly string[] = [...new Set([...trainers, tensorboard].flatMap(({ names }) => names))];

/** Glob patterns of the files to look for beside a log, the finest first; and of logs that are copies of a console. */
export const filePatterns = {
  figures: patternsOf(programs.flatMap(({ resultFiles = [] }) => resultFiles)),
  consoles: patternsOf(wandbLogs),
  wandb: patternsOf(wandbLogs.slice(0, 1)),
};

/** Names of the files beside a table of figures that say the plan of a training. */
export const planFiles: readonly string[] = [...new Set(programs.flatMap(({ planFiles: own = [] }) => own))];

const fallback = { trainer: generic, createRecogniser };

/** Recognises what no single line shows: the tables of a YOLO without its words, and any training. */
function createRecogniser(): (line: Line) => string | null {
  const byTables = createTableRecogniser();
  const isTraining = createGenericRecogniser();
  return (line) => byTables(line) ?? (isTraining(line) ? generic.names[0] : null);
}

/** A detector that knows every trainer. Throws when `force` names none. */
export function createDetector(options: DetectorOptions = {}): Detector {
  return createDetectorAmong(trainers, { fallback, ...options });
}

/** What reads the result files of a program, each as a trainer with the program's habits. */
function readersOfFiles({ title, habits, resultFiles = [] }: Trainer): Trainer[] {
  return resultFiles.flatMap(({ grammar }) => {
    if (grammar === undefined) return [];
    const { trainer, recognise, createReader } = grammar;
    return [{ names: [trainer], title, habits, createReader, recognise: (line) => (recognise(line) ? trainer : null) }];
  });
}

function patternsOf(files: readonly ResultFile[]): readonly string[] {
  const inOrder = files.toSorted(
    (left, right) => Number(left.isCommonName ?? false) - Number(right.isCommonName ?? false),
  );
  return [...new Set(inOrder.flatMap(({ patterns }) => patterns))];
}
