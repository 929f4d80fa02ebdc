import type { Check } from './check.ts';
import { cocoFormat } from './sources.ts';

/** The checks of the lists of images and the image files. */
export const imageChecks = {
  'list-missing': {
    group: 'images',
    level: 'error',
    title: 'a list or folder of images is missing',
    why: 'The trainer stops at once, or trains without those images.',
    todo: 'Correct the path, or make the list.',
    source: 'AlexeyAB/darknet, src/data.c, get_paths; Ultralytics, ultralytics/data/utils.py, check_det_dataset',
  },
  'list-empty': {
    group: 'images',
    level: 'error',
    title: 'no image is listed',
    why: 'There is nothing to train on.',
    todo: 'Put the paths of the images into the list, one a line.',
    source: 'AlexeyAB/darknet, src/data.c, get_paths',
  },
  'image-missing': {
    group: 'images',
    level: 'error',
    title: 'an image is missing',
    why: 'Darknet puts an empty image in its place and teaches its boxes on that; other trainers stop or leave it out.',
    todo: 'Restore the file, or take its line out of the list.',
    source: 'AlexeyAB/darknet, src/image.c, load_image_stb ("Cannot load image")',
  },
  'image-unreadable': {
    group: 'images',
    level: 'error',
    title: 'an image cannot be read',
    why: 'The file is no image, or is damaged: the trainer leaves it out, stops, or teaches its boxes on an empty image.',
    todo: 'Export the image again, or remove it from the data set.',
    source: 'PNG (Third Edition), W3C; ITU-T T.81; RIFF/WebP, GIF89a and BMP specifications',
  },
  'image-truncated': {
    group: 'images',
    level: 'error',
    title: 'an image is cut off',
    why: 'A copy was interrupted: the lower part is grey or missing, and the boxes there teach nothing or something wrong.',
    todo: 'Copy or export the image again.',
    source: 'PNG (Third Edition), W3C, 5.6 (IEND); ITU-T T.81, B.1.1.3 (EOI); verify_image of Ultralytics',
  },
  'image-small': {
    group: 'images',
    level: 'error',
    title: 'an image is too small',
    why: 'Ultralytics leaves images of less than 10 pixels a side out of the training.',
    todo: 'Remove the image from the data set.',
    source: 'Ultralytics, ultralytics/data/utils.py, verify_image',
  },
  'image-size': {
    group: 'images',
    level: 'warning',
    title: 'an image has another size than its annotation says',
    why: 'Boxes in pixels then lie in the wrong places: the image was scaled or replaced after it was annotated.',
    todo: 'Annotate the image that is really used, or correct width and height.',
    source: `${cocoFormat}; Everingham et al., The PASCAL VOC Challenge (2010)`,
  },
  'image-listed-twice': {
    group: 'images',
    level: 'warning',
    title: 'an image is listed twice',
    why: 'It counts twice in every epoch.',
    todo: 'Take one of the lines out of the list.',
    source: 'AlexeyAB/darknet, src/data.c, get_random_paths',
  },
  'image-duplicate': {
    group: 'images',
    level: 'warning',
    title: 'two files are the same image',
    why: 'A copy adds training time and no information, and its two label files may contradict each other.',
    todo: 'Keep one of the two.',
    source: 'Barz and Denzler, Do We Train on Test Data? Purging CIFAR of Near-Duplicates (2020)',
  },
  'image-near-duplicate': {
    group: 'images',
    level: 'hint',
    title: 'two images are nearly the same',
    why: 'Frames of a standing camera and edited copies add little variety, and make the data set look larger than it is.',
    todo: 'Keep fewer of them, and look for images from other places, times and angles.',
    source:
      'Barz and Denzler, Do We Train on Test Data? Purging CIFAR of Near-Duplicates (2020); difference hash: Krawetz, Kind of Like That (2013)',
  },
} as const satisfies Record<string, Check>;
