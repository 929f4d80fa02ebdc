import type { Check } from './check.ts';

/** The checks of the validation set and how it is split from the training set. */
export const validationChecks = {
  'validation-missing': {
    group: 'validation',
    level: 'warning',
    title: 'there is no validation set',
    why: 'Without images that the training does not see nobody can tell when it has learnt enough, or learns by heart.',
    todo: 'Set a tenth to a fifth of the images aside for validation.',
    source: 'AugeLab Studio, "When to Stop Training"; AlexeyAB/darknet, README, "When should I stop training"',
  },
  'validation-key': {
    group: 'validation',
    level: 'error',
    title: 'a data.yaml without "val:"',
    why: 'Ultralytics and YOLOv5 refuse to start ("\'val:\' key missing").',
    todo: 'Name the folder or list of the validation images behind "val:".',
    source: 'Ultralytics, ultralytics/data/utils.py, check_det_dataset; YOLOv5, utils/general.py, check_dataset',
  },
  'validation-is-training': {
    group: 'validation',
    level: 'error',
    title: 'the validation set is part of the training set',
    why: 'The mAP then measures how much was learnt by heart: over-fitting cannot be seen.',
    todo: 'Set a tenth to a fifth of the images aside for validation.',
    source: 'AlexeyAB/darknet, README, "When should I stop training" (allows it only for want of images)',
  },
  'validation-small': {
    group: 'validation',
    level: 'warning',
    title: 'the validation set is small',
    why: 'With so few objects one that is found or missed moves the mAP by a point or more, which hides what the training does.',
    todo: 'Move images over until each class has some dozens of objects in it.',
    source: 'Sampling error of a proportion: with 100 objects a recall of 80 % is known to 4 points',
  },
  'validation-classes': {
    group: 'validation',
    level: 'warning',
    title: 'training and validation have other classes',
    why: 'A class that is not validated is not in the mAP; one that is only validated can never be found and pulls it down.',
    todo: 'Divide the images anew, so that each class is in both parts.',
    source: 'Everingham et al., The PASCAL VOC Challenge (2010): AP is defined per class over its objects',
  },
  leakage: {
    group: 'validation',
    level: 'error',
    title: 'a validation image is in the training set',
    why: 'It is learnt by heart, so the mAP is too high, and the training is stopped at the wrong time.',
    todo: 'Remove it from one of the two.',
    source: 'Kapoor and Narayanan, Leakage and the reproducibility crisis in machine-learning-based science (2023)',
  },
  'leakage-near': {
    group: 'validation',
    level: 'warning',
    title: 'a validation image is nearly one of the training set',
    why: 'Neighbouring frames and edited copies on both sides make the mAP too high.',
    todo: 'Divide by scene, film or day instead of image by image.',
    source: 'Barz and Denzler, Do We Train on Test Data? Purging CIFAR of Near-Duplicates (2020)',
  },
  'leakage-alike': {
    group: 'validation',
    level: 'hint',
    title: 'a validation image is much like one of the training set',
    why: 'It is the same picture cut or brightened, or the same scene a moment later: it tests little that was not learnt.',
    todo: 'Divide by scene, film or day instead of image by image.',
    source: 'Barz and Denzler, Do We Train on Test Data? Purging CIFAR of Near-Duplicates (2020)',
  },
} as const satisfies Record<string, Check>;
