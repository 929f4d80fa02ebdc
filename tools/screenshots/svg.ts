import { cell, type Point, type Shape, shapesOf } from './glyphs.ts';
import type { Cell, Grid, Style } from './grid.ts';
import { hexOf, type Palette } from './palette.ts';
import { figure, type Paths, pathsOf, type Placed } from './paths.ts';
import { escaped, readAloud } from './wording.ts';

export interface Window {
  readonly grid: Grid;
  readonly palette: Palette;
  /** What it shows, in a sentence. */
  readonly caption: string;
  readonly title: string;
  /** What to type to get it. */
  readonly recipe: string;
}

/** A terminal in a plain window, as an SVG that needs nothing from outside. The same grid gives the same bytes. */
export function drawWindow({ grid, palette, caption, title, recipe }: Window): string {
  const columns = grid[0]?.length ?? 0;
  const width = columns * cell.width + 2 * margin;
  const height = grid.length * cell.height + bar + 2 * margin;
  const inks = grid.map((row) => row.map(({ style }) => inkOf(style, palette)));
  const classes = createClasses(palette.foreground);
  const text = textOf(grid, inks, classes);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title text">`,
    `<title id="title">${escaped(caption)}</title>`,
    `<desc id="text">${escaped(`Made with: ${recipe}\n\n${readAloud(grid)}`)}</desc>`,
    `<style>text{font:${fontSize}px ${fonts};fill:${palette.foreground};white-space:pre}${classes.rules()}</style>`,
    ...frame(width, height, palette, title),
    `<g transform="translate(${margin} ${bar + margin})">`,
    ...backgrounds(inks, palette.background),
    ...drawings(grid, inks),
    ...text,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

const margin = 10;
const bar = 28;
/** At which a character of most monospaced fonts is as wide as a cell; for the others `textLength` makes it so. */
const fontSize = 13.3;
const fonts = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace";
/** From the top of a cell to the line that letters stand on. */
const baseline = 13;

/** How a cell looks in the end, inverse and dim carried out. */
interface Ink {
  readonly foreground: string;
  readonly background: string;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
}

function inkOf({ foreground, background, bold, dim, italic, underline, inverse }: Style, palette: Palette): Ink {
  const text = hexOf(foreground, palette, palette.foreground);
  const ground = hexOf(background, palette, palette.background);
  const [front, back] = inverse ? [ground, text] : [text, ground];
  return { foreground: dim ? mixed(front, back) : front, background: back, bold, italic, underline };
}

/** Two thirds of one colour, one third of another. */
function mixed(one: string, other: string): string {
  const parts = [1, 3, 5].map((place) => {
    const [most, rest] = [one, other].map((hex) => Number.parseInt(hex.slice(place, place + 2), 16));
    return Math.round((2 * most! + rest!) / 3)
      .toString(16)
      .padStart(2, '0');
  });
  return `#${parts.join('')}`;
}

function frame(width: number, height: number, palette: Palette, title: string): string[] {
  const room = Math.floor((width - 2 * titleAt) / titleCell);
  const shown = title.length > room ? `${title.slice(0, room - 1)}…` : title;
  const dots = [0, 1, 2].map((index) => `<circle cx="${18 + index * 16}" cy="${bar / 2}" r="5"/>`).join('');
  return [
    `<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8" fill="${palette.background}"/>`,
    `<path d="M.5 ${bar}V8.5a8 8 0 0 1 8-8H${width - 8.5}a8 8 0 0 1 8 8V${bar}z" fill="${palette.bar}"/>`,
    `<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8" fill="none" stroke="${palette.border}"/>`,
    `<g fill="${palette.border}">${dots}</g>`,
    `<text x="${width / 2}" y="18" text-anchor="middle" style="font-size:12px;fill:${palette.caption}">${escaped(shown)}</text>`,
  ];
}

/** Where the title may begin, right of the three dots, and how wide a character of it is. */
const titleAt = 66;
const titleCell = 7.4;

function backgrounds(inks: readonly (readonly Ink[])[], own: string): string[] {
  const { width, height } = cell;
  const whole: Shape = { kind: 'area', from: [0, 0], width, height, cover: 1 };
  const byColour = new Map<string, Placed[]>();
  forEachCell(inks, ({ background }, at) => {
    if (background !== own) listAt(byColour, background).push({ shape: whole, at });
  });
  return [...byColour].map(([colour, placed]) => `<path fill="${colour}" d="${pathsOf(placed).areas.get(1) ?? ''}"/>`);
}

function drawings(grid: Grid, inks: readonly (readonly Ink[])[]): string[] {
  const byColour = new Map<string, Placed[]>();
  forEachCell(grid, ({ text }, at, [column, row]) => {
    const { foreground, underline } = inks[row]![column]!;
    const shapes = underline ? [...(shapesOf(text) ?? []), underlining] : shapesOf(text);
    if (shapes === null) return;
    const placed = listAt(byColour, foreground);
    for (const shape of shapes) placed.push({ shape, at });
  });
  return [...byColour].map(([colour, placed]) => inked(colour, pathsOf(placed)));
}

function inked(colour: string, { lines, dots, areas }: Paths): string {
  const stroke = `fill="none" stroke="${colour}"`;
  const filled = Array.from(areas, ([cover, data]) => {
    const opacity = cover === 1 ? '' : ` fill-opacity="${figure(cover)}"`;
    return `<path fill="${colour}"${opacity} d="${data}"/>`;
  });
  return [
    ...(lines === '' ? [] : [`<path ${stroke} stroke-width="1.3" d="${lines}"/>`]),
    ...(dots === '' ? [] : [`<path ${stroke} stroke-width="2.6" stroke-linecap="round" d="${dots}"/>`]),
    ...filled,
  ].join('\n');
}

const underlining: Shape = { kind: 'line', from: [0, baseline + 2], to: [cell.width, baseline + 2] };

function listAt<Value>(lists: Map<string, Value[]>, key: string): Value[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

function forEachCell<Each>(
  rows: readonly (readonly Each[])[],
  visit: (each: Each, at: Point, place: readonly [column: number, row: number]) => void,
): void {
  for (const [row, cells] of rows.entries()) {
    for (const [column, each] of cells.entries()) visit(each, [column * cell.width, row * cell.height], [column, row]);
  }
}

/** The text in stretches of one style, each at its place and as long as its cells. */
function textOf(grid: Grid, inks: readonly (readonly Ink[])[], classes: Classes): string[] {
  return grid.flatMap((cells, row) =>
    stretches(cells, inks[row]!).map(({ column, columns, text, ink }) => {
      const name = classes.of(ink);
      const length = columns === 1 ? '' : ` textLength="${columns * cell.width}"`;
      const place = `x="${column * cell.width}" y="${row * cell.height + baseline}"`;
      return `<text${name === '' ? '' : ` class="${name}"`} ${place}${length}>${escaped(text)}</text>`;
    }),
  );
}

interface Stretch {
  readonly column: number;
  readonly columns: number;
  readonly text: string;
  readonly ink: Ink;
}

/**
 * Words of one style with single blanks between them. What a font may lack, or have in another width, stands alone, so
 * that it moves nothing else.
 */
function stretches(cells: readonly Cell[], inks: readonly Ink[]): Stretch[] {
  const out: Stretch[] = [];
  for (const [column, { text, width }] of cells.entries()) {
    const ink = inks[column]!;
    if (width === 0 || text.trim() === '' || shapesOf(text) !== null) continue;
    const last = out.at(-1);
    const gap = last === undefined ? Infinity : column - last.column - last.columns;
    const blank = gap === 0 || (gap === 1 && cells[column - 1]!.text === ' ');
    if (last !== undefined && blank && isPlain(text) && isPlain(last.text) && looksAlike(last.ink, ink)) {
      out[out.length - 1] = {
        ...last,
        columns: last.columns + gap + width,
        text: `${last.text}${' '.repeat(gap)}${text}`,
      };
    } else {
      out.push({ column, columns: width, text, ink });
    }
  }
  return out;
}

function isPlain(text: string): boolean {
  return /^[ -~]+$/.test(text);
}

function looksAlike(one: Ink, other: Ink): boolean {
  return one.foreground === other.foreground && one.bold === other.bold && one.italic === other.italic;
}

interface Classes {
  /** The name of the class for text that looks so; an empty string for the plainest. */
  readonly of: (ink: Ink) => string;
  readonly rules: () => string;
}

function createClasses(plain: string): Classes {
  const rules = new Map<string, string>();
  return {
    of({ foreground, bold, italic }) {
      const rule = [
        ...(foreground === plain ? [] : [`fill:${foreground}`]),
        ...(bold ? ['font-weight:bold'] : []),
        ...(italic ? ['font-style:italic'] : []),
      ].join(';');
      if (rule === '') return '';
      const name = rules.get(rule) ?? `s${rules.size}`;
      rules.set(rule, name);
      return name;
    },
    rules: () => [...rules].map(([rule, name]) => `.${name}{${rule}}`).join(''),
  };
}
