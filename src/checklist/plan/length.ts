/**
 * Iterations that a Darknet training needs: 2,000 a class, not fewer than the training images, not fewer than 6,000.
 * Source: AlexeyAB/darknet, README, "How to train" and "When should I stop training".
 */
export function darknetIterations(classes: number, images: number): number {
  return Math.max(2000 * classes, images, 6000);
}

/** Where the learning rate falls: at 80 and 90 % of the training. Source: AlexeyAB/darknet, README, "How to train". */
export function darknetSteps(iterations: number): [number, number] {
  return [Math.round(iterations * 0.8), Math.round(iterations * 0.9)];
}

/** How many epochs a trainer other than Darknet needs, and who says so. */
export interface PlannedEpochs {
  readonly epochs: number;
  readonly source: string;
}

/**
 * 300 epochs to begin with, whatever the data set. Source: Ultralytics, "Tips for Best YOLOv5 Training Results"
 * (Training Settings, Epochs).
 */
export function yoloEpochs(): PlannedEpochs {
  return { epochs: 300, source: 'Ultralytics, "Tips for Best YOLOv5 Training Results": start with 300 epochs' };
}

/**
 * Epochs of the two-stage detectors by the number of training images: what detectron2's own configurations take for
 * data sets of three sizes, with straight lines between them on logarithmic scales. Below the smallest as many images
 * are shown as there, in at most 300 epochs.
 */
export function detectorEpochs(images: number): PlannedEpochs {
  const source =
    'detectron2, configs: Cityscapes 24,000 x 8, PascalVOC-Detection 18,000 x 16, Base-RCNN-FPN (COCO) 90,000 x 16';
  const [smallest] = measured;
  if (images <= smallest.images) {
    return {
      epochs: Math.min(300, Math.round((smallest.epochs * smallest.images) / Math.max(1, images))),
      source,
    };
  }
  const after = measured.findIndex((point) => images < point.images);
  if (after === -1) return { epochs: Math.round(measured.at(-1)!.epochs), source };
  const [from, to] = [measured[after - 1]!, measured[after]!];
  const share = Math.log(images / from.images) / Math.log(to.images / from.images);
  return { epochs: Math.round(from.epochs * (to.epochs / from.epochs) ** share), source };
}

/**
 * Iterations x batch / images of Cityscapes (fine, train), PASCAL VOC 2007+2012 (trainval) and COCO 2017 (train, those
 * with objects).
 */
const measured = [
  { images: 2975, epochs: (24_000 * 8) / 2975 },
  { images: 16_551, epochs: (18_000 * 16) / 16_551 },
  { images: 117_266, epochs: (90_000 * 16) / 117_266 },
] as const;
