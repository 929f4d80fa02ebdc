import type { CheckId } from '../checks/checks.ts';

/** A box as a fraction of its image: its middle and its size. */
export interface LabelBox {
  /** Counts from 0. */
  readonly category: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Line of the file it stands in; null where nobody counted. */
  readonly line: number | null;
}

/** A class name and the line it stands in. */
export interface NamedLine {
  readonly name: string;
  /** From 1; null where nobody counted. */
  readonly line: number | null;
}

/** Something wrong in the labels of one image. */
export interface LabelProblem {
  readonly check: CheckId;
  readonly line: number | null;
  /** A whole sentence. */
  readonly what: string;
}

/** The labels of one image, whatever file they came from. */
export interface Labels {
  readonly boxes: readonly LabelBox[];
  readonly problems: readonly LabelProblem[];
  /** Size of the image in pixels as the annotation says, where it does. */
  readonly stated: { readonly width: number; readonly height: number; readonly line: number | null } | null;
}

/** What boxes are held against. */
export interface LabelRules {
  /** Null where classes have no numbers (VOC without a list of names). */
  readonly categories: number | null;
  /** Input of the network in pixels. */
  readonly network: { readonly width: number; readonly height: number };
}
