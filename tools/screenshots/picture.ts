import type { Grid } from './grid.ts';
import type { PaletteName } from './palette.ts';
import type { Stage } from './stage.ts';

export interface Picture {
  /** Of the file in `docs/screens`. */
  readonly name: string;
  /** Which training it shows and in what state, in a sentence. */
  readonly caption: string;
  /** What runs in the terminal: the title of its window. */
  readonly title: string;
  /** What to type in a checkout to see the same. */
  readonly recipe: string;
  readonly palette: PaletteName;
  readonly grid: Grid;
}

/** Runs the real program and shows one picture or more of it. */
export type Story = (stage: Stage, show: (picture: Picture) => void) => Promise<void>;
