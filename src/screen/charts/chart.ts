import type { Bucket } from '../../run/series.ts';
import { plainText, type Role, type Row, wrapText } from '../text/row.ts';
import { displayWidth } from '../text/screenText.ts';
import { columnOf, placeColumns } from './columns.ts';
import { type Characters, columnsIn, plot } from './plots.ts';
import { axisLabels, fixedScale, robustScale, type Scale, toUnit } from './scale.ts';

/** Everything that is drawn into one chart. x is what the run's axis counts. */
export interface ChartSpec {
  /** Drawn in this order, later ones over earlier ones. */
  readonly curves: readonly { readonly buckets: readonly Bucket[]; readonly role: Role; readonly band: boolean }[];
  readonly from: number;
  readonly to: number;
  /** What stands at both ends of the x axis; the last word of the second is its number. */
  readonly ends: readonly [string, string];
  /** Horizontal lines with a name, such as the guide's loss bands. */
  readonly thresholds: readonly { readonly value: number; readonly label: string; readonly short: string }[];
  /** Single points to be found at a glance: the best evaluation. */
  readonly marks: readonly { readonly x: number; readonly y: number; readonly sign: string }[];
  /** Places on the x axis where something changed: learning-rate steps, resumes. */
  readonly ticks: readonly number[];
  readonly log: boolean;
  /** A range to use instead of the data's own. */
  readonly range: { readonly low: number; readonly high: number } | null;
  readonly percent: boolean;
  readonly characters: Characters;
  /** Said in the middle while there is nothing to draw. */
  readonly empty: readonly string[];
}

export interface Chart {
  /** Exactly the asked rows of exactly the asked width. */
  readonly rows: Row[];
  /** The top of the range when values lie above it, drawn at the edge; null when all are inside. */
  readonly clippedAt: number | null;
}

/** A chart with labels left, an x axis below and everything in it. Never throws, whatever the data and the size. */
export function drawChart(spec: ChartSpec, width: number, height: number): Chart {
  const canvas = createCanvas(Math.max(0, width), Math.max(0, height));
  const gutter = width >= 40 ? 8 : width >= 24 ? 7 : 0;
  const area: Area = { left: gutter, width: width - gutter, height: height - 1 };
  const means = spec.curves.flatMap(({ buckets }) => buckets.map((bucket) => bucket.mean));
  const visible = means.filter((mean) => Number.isFinite(mean));
  if (area.width < 2 || area.height < 1 || visible.length === 0) {
    writeEmpty(canvas, spec.empty);
    return { rows: canvas.rows(), clippedAt: null };
  }
  const scale =
    spec.range === null ? robustScale(visible, spec.log) : fixedScale(spec.range.low, spec.range.high, visible);
  drawAxes(canvas, area, spec, scale);
  drawThresholds(canvas, area, spec, scale);
  drawCurves(canvas, area, spec, scale);
  drawMarks(canvas, area, spec, scale);
  nameThresholds(canvas, area, spec, scale);
  return { rows: canvas.rows(), clippedAt: scale.above ? scale.high : null };
}

interface Area {
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly put: (x: number, y: number, text: string, role: Role) => void;
  readonly isBlank: (x: number, y: number, length: number) => boolean;
  readonly rows: () => Row[];
}

function createCanvas(width: number, height: number): Canvas {
  const characters = Array.from({ length: height }, () => Array.from({ length: width }, () => ' '));
  const roles: Role[][] = Array.from({ length: height }, () => Array.from({ length: width }, () => 'plain' as const));
  return {
    width,
    height,
    put(x, y, text, role) {
      for (const [index, character] of Array.from(text).entries()) {
        const line = characters[y];
        if (line === undefined || x + index < 0 || x + index >= width) continue;
        line[x + index] = character;
        roles[y]![x + index] = role;
      }
    },
    isBlank(x, y, length) {
      if (x < 0 || x + length > width) return false;
      for (let index = x; index < x + length; index++) {
        if (characters[y]?.[index] !== ' ' && roles[y]?.[index] !== 'threshold') return false;
      }
      return true;
    },
    rows: () => characters.map((line, y) => joinCells(line, roles[y]!)),
  };
}

function joinCells(characters: readonly string[], roles: readonly Role[]): Row {
  const out: { text: string; role: Role }[] = [];
  for (const [index, character] of characters.entries()) {
    const last = out.at(-1);
    const role = character === ' ' ? (last?.role ?? 'plain') : roles[index]!;
    if (last !== undefined && last.role === role) last.text += character;
    else out.push({ text: character, role });
  }
  return out;
}

function writeEmpty(canvas: Canvas, lines: readonly string[]): void {
  const rows = lines.flatMap((line) => wrapText(line, Math.max(1, canvas.width)));
  const top = Math.max(0, (canvas.height - rows.length) >> 1);
  for (const [index, cells] of rows.entries()) {
    const text = plainText(cells);
    canvas.put(Math.max(0, (canvas.width - displayWidth(text)) >> 1), top + index, text, 'dim');
  }
}

function drawAxes(canvas: Canvas, area: Area, spec: ChartSpec, scale: Scale): void {
  if (area.left > 0) {
    const axis = spec.characters === 'ascii' ? '|' : '┤';
    for (const [index, label] of axisLabels(scale, area.height, area.left - 1, spec.percent).entries()) {
      canvas.put(0, index, label, 'dim');
      canvas.put(area.left - 1, index, axis, 'dim');
    }
  }
  const ticks = spec.ticks.map((tick) => columnOf(tick, spec.from, spec.to, area.width)).filter((x) => x !== null);
  const [first, whole] = spec.ends;
  // A mark under the words would be lost: then the number alone stands there.
  const crowded = ticks.some((column) => column >= area.width - displayWidth(whole) - 1);
  const last = crowded ? (whole.split(' ').at(-1) ?? whole) : whole;
  const room = area.width - displayWidth(last);
  canvas.put(canvas.width - displayWidth(last), area.height, last, 'dim');
  const begin = displayWidth(first) + 1 <= room ? first : '';
  canvas.put(area.left, area.height, begin, 'dim');
  for (const column of ticks) {
    if (column > begin.length && column < room) canvas.put(area.left + column, area.height, '^', 'mark');
  }
}

function drawThresholds(canvas: Canvas, area: Area, { thresholds, characters }: ChartSpec, scale: Scale): void {
  const line = characters === 'ascii' ? '-' : '╌';
  for (const { value } of thresholds) {
    if (value < scale.low || value > scale.high) continue;
    const y = rowOf(scale, value, area.height);
    canvas.put(area.left, y, line.repeat(area.width), 'threshold');
  }
}

/** Names the lines where the curve leaves room: whole or short, at the right, the left or between. Without room a line stays unnamed. */
function nameThresholds(canvas: Canvas, area: Area, { thresholds }: ChartSpec, scale: Scale): void {
  for (const { value, label, short } of thresholds) {
    if (value < scale.low || value > scale.high) continue;
    const y = rowOf(scale, value, area.height);
    const places = [label, short].flatMap((text) => {
      const last = area.width - displayWidth(text) - 1;
      return [last, 1, Math.floor(last / 2)].map((x) => ({ text, x: area.left + x, fits: last >= 1 }));
    });
    const free = places.find(({ text, x, fits }) => fits && canvas.isBlank(x, y, displayWidth(text)));
    if (free !== undefined) canvas.put(free.x, y, free.text, 'threshold');
  }
}

function drawCurves(canvas: Canvas, area: Area, spec: ChartSpec, scale: Scale): void {
  for (const { buckets, role, band } of spec.curves) {
    const wide = placeColumns(buckets, spec.from, spec.to, columnsIn(area.width, spec.characters));
    if (band && spec.characters === 'box') {
      for (const [column, low] of wide.low.entries()) {
        for (const value of [low, wide.high[column]!]) {
          if (Number.isFinite(toUnit(scale, value)))
            canvas.put(area.left + column, rowOf(scale, value, area.height), '.', 'dim');
        }
      }
    }
    const cells = plot(wide, scale, area.width, area.height, spec.characters);
    for (const [y, line] of cells.entries()) {
      for (const [x, character] of line.entries()) {
        if (character !== ' ') canvas.put(area.left + x, y, character, role);
      }
    }
  }
}

function drawMarks(canvas: Canvas, area: Area, spec: ChartSpec, scale: Scale): void {
  for (const { x, y, sign } of spec.marks) {
    const column = columnOf(x, spec.from, spec.to, area.width);
    if (column !== null && Number.isFinite(toUnit(scale, y)))
      canvas.put(area.left + column, rowOf(scale, y, area.height), sign, 'mark');
  }
}

function rowOf(scale: Scale, value: number, height: number): number {
  return Math.round((1 - toUnit(scale, value)) * (height - 1));
}
