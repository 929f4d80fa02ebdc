import type { Point, Shape } from './glyphs.ts';

/** Shapes somewhere in the picture. */
export interface Placed {
  readonly shape: Shape;
  /** The left upper corner of its cell. */
  readonly at: Point;
}

/** Path data for what is drawn in one colour; an empty string where there is nothing of that kind. */
export interface Paths {
  /** To be stroked with butt ends. */
  readonly lines: string;
  /** To be stroked with round ends: each dot is a line without length. */
  readonly dots: string;
  /** To be filled, by how much of it is covered. */
  readonly areas: ReadonlyMap<number, string>;
}

/**
 * Puts shapes together: lines and areas that join become one, so that no seam is seen between cells and the picture
 * stays small.
 */
export function pathsOf(placed: readonly Placed[]): Paths {
  const segments: Segment[] = [];
  const corners: string[] = [];
  const dots: string[] = [];
  const areas = new Map<number, Area[]>();
  for (const { shape, at } of placed) {
    switch (shape.kind) {
      case 'line':
        segments.push({ from: moved(shape.from, at), to: moved(shape.to, at) });
        break;
      case 'corner':
        corners.push(rounded(moved(shape.from, at), moved(shape.bend, at), moved(shape.to, at)));
        break;
      case 'dot':
        dots.push(`M${pair(moved(shape.at, at))}h0`);
        break;
      case 'area':
        areas.set(shape.cover, areas.get(shape.cover) ?? []);
        areas.get(shape.cover)!.push({ ...shape, from: moved(shape.from, at) });
        break;
    }
  }
  return {
    lines: [...joined(segments).map(lineData), ...corners].join(''),
    dots: dots.join(''),
    areas: new Map(
      [...areas]
        .toSorted(([one], [other]) => one - other)
        .map(([cover, each]) => [cover, joinedAreas(each).map(areaData).join('')]),
    ),
  };
}

/** A figure for SVG: at most two decimals, and none that say nothing. */
export function figure(value: number): string {
  return String(Math.round(value * 100) / 100);
}

interface Segment {
  readonly from: Point;
  readonly to: Point;
}

type Area = Extract<Shape, { readonly kind: 'area' }>;

function moved([x, y]: Point, [dx, dy]: Point): Point {
  return [x + dx, y + dy];
}

function pair([x, y]: Point): string {
  return `${figure(x)} ${figure(y)}`;
}

/** Straight from the edge, then a quarter of a circle as wide as half a cell. */
function rounded(from: Point, bend: Point, to: Point): string {
  const radius = Math.abs(to[0] - bend[0]);
  const start = bend[1] + Math.sign(from[1] - bend[1]) * radius;
  return `M${pair(from)}V${figure(start)}Q${pair(bend)} ${pair(to)}`;
}

/** Segments on one line of which one begins where the other ends, or within it, become one. */
function joined(segments: readonly Segment[]): Segment[] {
  const level = joinSpans(segments.filter(isLevel).map(({ from, to }) => span(from[1], from[0], to[0])));
  const upright = joinSpans(
    segments.filter((each) => !isLevel(each)).map(({ from, to }) => span(from[0], from[1], to[1])),
  );
  return [
    ...level.map(({ line, start, end }): Segment => ({ from: [start, line], to: [end, line] })),
    ...upright.map(({ line, start, end }): Segment => ({ from: [line, start], to: [line, end] })),
  ];
}

function isLevel({ from, to }: Segment): boolean {
  return from[1] === to[1];
}

interface Span {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

function span(line: number, one: number, other: number): Span {
  return { line, start: Math.min(one, other), end: Math.max(one, other) };
}

/** What lies closer than this joins: sums of fractions are not exact. */
const nearness = 0.001;

function joinSpans(spans: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (const next of spans.toSorted((a, b) => a.line - b.line || a.start - b.start)) {
    const last = out.at(-1);
    if (last === undefined || last.line !== next.line || next.start > last.end + nearness) out.push(next);
    else out[out.length - 1] = { ...last, end: Math.max(last.end, next.end) };
  }
  return out;
}

function lineData({ from, to }: Segment): string {
  return from[1] === to[1] ? `M${pair(from)}h${figure(to[0] - from[0])}` : `M${pair(from)}v${figure(to[1] - from[1])}`;
}

/** Areas of one height that stand side by side become one. */
function joinedAreas(areas: readonly Area[]): Area[] {
  const out: Area[] = [];
  for (const next of areas.toSorted((a, b) => a.from[1] - b.from[1] || a.height - b.height || a.from[0] - b.from[0])) {
    const last = out.at(-1);
    const joins =
      last !== undefined &&
      last.from[1] === next.from[1] &&
      last.height === next.height &&
      Math.abs(last.from[0] + last.width - next.from[0]) < nearness;
    if (joins) out[out.length - 1] = { ...last, width: next.from[0] + next.width - last.from[0] };
    else out.push(next);
  }
  return out;
}

function areaData({ from, width, height }: Area): string {
  return `M${pair(from)}h${figure(width)}v${figure(height)}h${figure(-width)}z`;
}
