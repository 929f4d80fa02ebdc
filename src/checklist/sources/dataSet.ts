import type { Finding, Location } from '../checks/finding.ts';
import type { LabelBox } from '../labels/labels.ts';
import type { YoloForm } from '../labels/yoloLabels.ts';

/** A data set as its trainer finds it: which images, and where their labels are. No image has been opened yet. */
export interface DataSet {
  readonly form: 'darknet' | 'yolo' | 'coco' | 'voc';
  /** The file or folder that describes it. */
  readonly path: string;
  /** Class names by number; null where there is no list of them. */
  readonly names: readonly string[] | null;
  /** How many classes the trainer counts with; null where there is no list of names. */
  readonly categories: number | null;
  readonly yolo: YoloForm;
  readonly train: DataSetPart;
  readonly valid: DataSetPart | null;
  /** What was wrong with the files that describe it. */
  readonly findings: readonly Finding[];
}

export interface DataSetPart {
  readonly name: 'train' | 'valid';
  /** The list, folder or annotation file it comes from. */
  readonly source: string;
  readonly images: readonly ListedImage[];
}

export interface ListedImage {
  readonly path: string;
  /** Where it is listed. */
  readonly listed: Location;
  readonly labels: LabelSource;
}

/** Where the labels of an image are: in one of these files (the first that there is), or read already. */
export type LabelSource =
  | { readonly kind: 'yolo'; readonly paths: readonly string[] }
  | { readonly kind: 'voc'; readonly paths: readonly string[] }
  | {
      readonly kind: 'read';
      readonly boxes: readonly LabelBox[];
      readonly stated: { readonly width: number; readonly height: number };
    };

/** What is known before a data set is opened. */
export interface OpenOptions {
  /** Where the trainer is started: relative paths begin there. */
  readonly cwd: string;
  /** Input of the network in pixels. */
  readonly network: { readonly width: number; readonly height: number };
  /** Most bytes of a list or an annotation file, which takes a multiple of that in memory. */
  readonly maxFileBytes?: number;
}

/**
 * Most classes that are counted, each of which takes memory: a number in a file can be a thousand million. ImageNet has
 * 21,841.
 */
export const maxClasses = 100_000;
