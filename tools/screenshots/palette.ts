import type { Colour } from './grid.ts';

export type PaletteName = 'dark' | 'light';

/** The colours of a terminal and of the window around it, as `#rrggbb`. */
export interface Palette {
  readonly foreground: string;
  readonly background: string;
  readonly bar: string;
  readonly border: string;
  readonly caption: string;
  /** Black, red, green, yellow, blue, magenta, cyan, white, then the bright ones. */
  readonly ansi: readonly string[];
}

/** Readable as text on the background and under the text that the dashboard's themes put on them. */
export const palettes: Readonly<Record<PaletteName, Palette>> = {
  dark: {
    foreground: '#d7dde5',
    background: '#11151c',
    bar: '#1d232d',
    border: '#3b4351',
    caption: '#a9b3c1',
    ansi: [
      '#0d1117',
      '#d0373b',
      '#3fb950',
      '#d29922',
      '#4c8dff',
      '#b37feb',
      '#39c5cf',
      '#c3cad4',
      '#8791a0',
      '#ff7b72',
      '#56d364',
      '#e8c14a',
      '#79b8ff',
      '#d2a8ff',
      '#66d9e8',
      '#ffffff',
    ],
  },
  light: {
    foreground: '#1f2328',
    background: '#ffffff',
    bar: '#eef1f4',
    border: '#c4ccd5',
    caption: '#57606a',
    ansi: [
      '#000000',
      '#b3202c',
      '#1a7f37',
      '#9c6b00',
      '#0b5cd6',
      '#8250df',
      '#0a7181',
      '#6e7781',
      '#656d76',
      '#cf222e',
      '#1a7f37',
      '#9a6700',
      '#0969da',
      '#a475f9',
      '#1b7c83',
      '#ffffff',
    ],
  },
};

/** The colour as `#rrggbb`; `own` is what the terminal itself uses there. */
export function hexOf(colour: Colour, { ansi }: Palette, own: string): string {
  switch (colour.kind) {
    case 'own':
      return own;
    case 'exact':
      return hex(colour.red, colour.green, colour.blue);
    case 'indexed':
      return ansi[colour.index] ?? xtermColour(colour.index);
  }
}

/** The colours 16 to 255 are the same in every terminal: a cube of 6 x 6 x 6, then 24 greys (xterm's 256colres.pl). */
function xtermColour(index: number): string {
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return hex(grey, grey, grey);
  }
  const place = index - 16;
  const level = (step: number) => (step === 0 ? 0 : 55 + step * 40);
  return hex(level(Math.floor(place / 36)), level(Math.floor(place / 6) % 6), level(place % 6));
}

function hex(red: number, green: number, blue: number): string {
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
