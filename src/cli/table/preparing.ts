import type { CommandHelp, Flags } from './flag.ts';
import { formFlags, json } from './sharedFlags.ts';

const model = {
  type: 'string',
  value: 'CFG',
  completion: 'file',
  help: 'also check this Darknet .cfg',
} as const;

/** The flags of `plateau check`. */
export const checkFlags = {
  model,
  thorough: {
    type: 'boolean',
    help: 'also find mirrored copies, and look at every image of a large set as a whole',
  },
  'fix-list': {
    type: 'string',
    value: 'FILE',
    completion: 'file',
    help: 'write the paths of the files to fix, one a line',
  },
  json,
  ...formFlags,
} as const satisfies Flags;

export const check: CommandHelp = {
  name: 'check',
  summary: 'check a data set and a network for mistakes',
  usage: [
    'plateau check [DATA] [--model CFG] [--thorough] [--fix-list FILE] [--json] [-o FILE] [--csv | --markdown]',
    'plateau check [DATA] -- COMMAND ...',
  ],
  about: [
    'DATA is a Darknet .data file, a data.yaml of Ultralytics or YOLOv5, a COCO annotation file, or the directory of a Pascal VOC data set (default: the one that COMMAND names, or that is in this directory). Exit status 1 if it has errors, 2 if it could not be checked. ^C keeps what was read for the next time.',
  ],
  flags: [{ title: 'Options', flags: checkFlags }],
  argument: 'file',
  examples: [
    ['plateau check data.yaml', 'checks images, labels, classes and the split'],
    ['plateau check obj.data --model net.cfg --fix-list fix.txt', 'checks the network too, and lists what to fix'],
  ],
};

/** The flags of `plateau plan`. */
export const planFlags = {
  model: { ...model, help: 'plan for this Darknet .cfg' },
  speed: {
    type: 'string',
    value: 'N|auto',
    completion: 'none',
    help: 'training images per second (default: measured in earlier runs)',
  },
  gpus: { type: 'string', value: 'N', completion: 'none', help: 'number of GPUs (default 1)' },
  'gpu-price': { type: 'string', value: 'P', completion: 'none', help: 'price of a GPU hour' },
  json,
} as const satisfies Flags;

export const plan: CommandHelp = {
  name: 'plan',
  summary: 'plan how long to train, and what it takes',
  usage: [
    'plateau plan [DATA] [--model CFG] [--speed N|auto] [--gpus N] [--gpu-price P] [--json]',
    'plateau plan [DATA] -- COMMAND ...',
  ],
  about: ['Iterations or epochs, the first useful evaluation, hours, end date, GPU cost. DATA as for `plateau check`.'],
  flags: [{ title: 'Options', flags: planFlags }],
  argument: 'file',
  examples: [
    ['plateau plan data.yaml --speed 120 --gpu-price 2.50', 'tells hours and price'],
    ['plateau plan -- darknet detector train obj.data net.cfg', 'plans the training of a command'],
  ],
};
