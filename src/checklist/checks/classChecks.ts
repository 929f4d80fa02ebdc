import type { Check } from './check.ts';
import { darknetImprove, yoloTips } from './sources.ts';

/** The checks of the classes, their names and how many objects they have. */
export const classChecks = {
  'names-count': {
    group: 'classes',
    level: 'error',
    title: 'the names are not as many as the classes',
    why: 'Darknet and Ultralytics refuse to start, or every result gets the wrong name.',
    todo: 'Make the count of classes and the list of names agree.',
    source:
      'AlexeyAB/darknet, src/detector.c ("number of names ... that isn\'t equal to classes"); Ultralytics, check_det_dataset',
  },
  'names-wrong': {
    group: 'classes',
    level: 'warning',
    title: 'a class name is empty or there twice',
    why: 'An empty line is a class of its own, and every name after it belongs to the next class.',
    todo: 'Remove the empty line, or give every class a name of its own.',
    source: 'AlexeyAB/darknet, src/data.c, get_labels',
  },
  'class-typo': {
    group: 'classes',
    level: 'warning',
    title: 'a class is nearly named as another',
    why: 'A slip of the hand makes a class of its own, or an error of the trainer for a class that it does not know.',
    todo: 'Correct the name in the annotation.',
    source:
      'Everingham et al., The PASCAL VOC Challenge 2012 Development Kit, 6 (classes are what the annotations name)',
  },
  'category-ids': {
    group: 'classes',
    level: 'error',
    title: 'training and validation number the classes differently',
    why: 'Categories are joined by their ids: what was learnt as one class is judged as another, and the mAP is near zero.',
    todo: 'Give every category the same id in both files.',
    source: 'pycocotools, cocoeval.py, COCOeval (by category id)',
  },
  'class-absent': {
    group: 'classes',
    level: 'warning',
    title: 'classes without an object',
    why: 'What is never shown cannot be learnt, and its AP of 0 pulls the mAP down.',
    todo: 'Add images of the class, or take it out of the names.',
    source: `${darknetImprove} (at least one similar object for each that is to be found)`,
  },
  'class-few': {
    group: 'classes',
    level: 'hint',
    title: 'classes with few images or objects',
    why: 'The guides ask for 1,500 to 2,000 different images and 10,000 objects of each class; with fewer, variety has to make up for number.',
    todo: 'Add images of these classes, the first of them first: other places, lights, sizes and angles.',
    source: `${yoloTips} (1,500 images and 10,000 instances a class); ${darknetImprove} (2,000 images a class)`,
  },
  'class-rare': {
    group: 'classes',
    level: 'warning',
    title: 'classes with very few images',
    why: 'With less than a tenth of what the guides ask for, its AP depends on chance.',
    todo: 'Collect more images of these classes before a long training.',
    source: `A tenth of the figure of: ${yoloTips}`,
  },
  'class-imbalance': {
    group: 'classes',
    level: 'warning',
    title: 'the classes are out of balance',
    why: 'With ten times fewer objects than the commonest class, a class is learnt later and worse.',
    todo: 'Add images of the rare class, or list those that there are more than once.',
    source:
      'Buda, Maki and Mazurowski, A systematic study of the class imbalance problem in convolutional neural networks (2018)',
  },
  'negatives-none': {
    group: 'classes',
    level: 'hint',
    title: 'no image without objects',
    why: 'Images with nothing on them teach what is not to be found, and so lower the false alarms.',
    todo: 'Add some from the place of use, each with an empty label file.',
    source: `${yoloTips} (0 to 10 % of the images); ${darknetImprove} (as many as with objects)`,
  },
  'negatives-many': {
    group: 'classes',
    level: 'warning',
    title: 'more images without objects than with',
    why: 'Most of the training time then goes into images that teach no object; often labels have been lost.',
    todo: 'Check that the labels were found; else leave some of those images out.',
    source: `${darknetImprove} (at most as many as with objects)`,
  },
  'objects-small': {
    group: 'classes',
    level: 'warning',
    title: 'many objects are small at the size of the network',
    why: 'Objects of less than 16 pixels a side at the input of the network leave next to nothing after its strides of 8 to 32.',
    todo: 'Use a larger input, a model with a finer detection layer, or cut the images into tiles.',
    source: `${darknetImprove} (objects smaller than 16x16 at 416x416)`,
  },
} as const satisfies Record<string, Check>;
