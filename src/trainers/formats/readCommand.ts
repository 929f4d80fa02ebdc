import { findCompanions } from '../darknet/companions/companions.ts';
import { readDataOption } from './yoloConsole/dataOption.ts';

/** What a training's command says of its data and its model. Paths are as written, relative to where it is started. */
export interface CommandFacts {
  readonly tool: 'darknet' | 'yolo' | 'other';
  readonly data: string | null;
  /** A Darknet .cfg. */
  readonly configuration: string | null;
  /** Weights to start from; null where none are named. */
  readonly weights: string | null;
  /** What of the command makes it begin at random: `model=yolo11n.yaml`; null where nothing does. */
  readonly fromScratch: string | null;
  /** Input size in pixels. */
  readonly imageSize: number | null;
  readonly batch: number | null;
  readonly epochs: number | null;
}

/**
 * Reads a command of Darknet, of Ultralytics and its relatives, or of a trainer that takes a COCO folder (torchvision,
 * DETR, YOLOX ...).
 */
export function readCommand(command: readonly string[]): CommandFacts {
  const companions = findCompanions(command);
  const none = { configuration: null, weights: null, fromScratch: null, imageSize: null, batch: null, epochs: null };
  const configuration = companions.find(({ kind }) => kind === 'configuration')?.path ?? null;
  const data = companions.find(({ kind }) => kind === 'data')?.path ?? null;
  if (data !== null)
    return { ...none, tool: 'darknet', data, configuration, weights: weightsAfter(command, configuration) };
  const yaml = yamlOf(command);
  if (yaml !== null) {
    const weights = option(command, ['weights', 'model']);
    const fromScratch = scratchOf(command);
    return {
      ...none,
      tool: 'yolo',
      data: yaml,
      weights: fromScratch !== null || weights === '' ? null : weights,
      fromScratch,
      imageSize: wholeNumber(option(command, ['imgsz', 'img', 'img-size'])),
      batch: wholeNumber(option(command, ['batch', 'batch-size'])),
      epochs: wholeNumber(option(command, ['epochs'])),
    };
  }
  return {
    ...none,
    tool: 'other',
    data: option(command, [
      'data-path',
      'data_path',
      'coco_path',
      'coco-path',
      'dataset_dir',
      'dataset-dir',
      'data-dir',
      'data_dir',
    ]),
    batch: wholeNumber(option(command, ['batch-size', 'batch_size', 'batch'])),
    epochs: wholeNumber(option(command, ['epochs'])),
  };
}

/**
 * A model by its description, or without its weights, begins at random. Source: Ultralytics, cfg/default.yaml
 * (`pretrained`); YOLOv5, train.py (`--weights ''`).
 */
function scratchOf(command: readonly string[]): string | null {
  const pretrained = option(command, ['pretrained']);
  if (pretrained !== null && /^false$/i.test(pretrained)) return `pretrained=${pretrained}`;
  const weights = option(command, ['weights']);
  if (weights !== null && /^(?:''|""|none)?$/i.test(weights)) return "--weights ''";
  const model = weights ?? option(command, ['model']);
  const isNamed = pretrained !== null && !/^true$/i.test(pretrained);
  return model !== null && /\.ya?ml$/i.test(model) && !isNamed ? `model=${model}` : null;
}

/**
 * The data.yaml of a command; a bare name may be one that comes with the trainer, and is taken for a file all the same.
 */
function yamlOf(command: readonly string[]): string | null {
  const named = readDataOption(command)[0]?.path ?? option(command, ['data']);
  return named !== null && /\.ya?ml$/i.test(named) ? named : null;
}

/** The word behind the .cfg that is no flag: `darknet detector train DATA CFG [WEIGHTS]`. */
function weightsAfter(command: readonly string[], configuration: string | null): string | null {
  if (configuration === null) return null;
  const next = command[command.lastIndexOf(configuration) + 1];
  return next === undefined || next.startsWith('-') ? null : next;
}

/** `name=value`, `--name value` or `--name=value`; the last one counts. */
function option(command: readonly string[], names: readonly string[]): string | null {
  let found: string | null = null;
  for (const [index, word] of command.entries()) {
    for (const name of names) {
      if (word === `--${name}`) found = command[index + 1] ?? found;
      else if (word.startsWith(`--${name}=`)) found = word.slice(name.length + 3);
      else if (word.startsWith(`${name}=`)) found = word.slice(name.length + 1);
    }
  }
  return found;
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}
