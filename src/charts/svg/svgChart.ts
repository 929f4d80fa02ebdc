import type { Markup } from '../../words/page/markup.ts';
import { count } from '../../words/count.ts';
import { markup } from '../../words/page/markup.ts';
import type { Threshold } from '../chartSpec.ts';
import { type Fan, fanValue } from '../fan.ts';
import { robustRange } from '../range.ts';
import { roundValues } from '../roundValues.ts';
import { boundlessPlace, isOn, placeOn, scaleFor, type Scale } from '../scale.ts';

/** Classes by which a style sheet knows the line of a curve, its band and its name in a legend. */
export const curveKinds = ['map', 'loss', 'validation', 'other-a', 'other-b', 'other-c'] as const;

/** One line of a chart. */
export interface SvgCurve {
  /** What a legend calls it. */
  readonly name: string;
  readonly kind: (typeof curveKinds)[number];
  readonly points: readonly SvgPoint[];
}

/** `low` and `high` are the range of what was averaged; absent for a single value. Values may be no numbers. */
export interface SvgPoint {
  readonly x: number;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
}

/** What happened at a place of the x axis. A `join` is a line over the whole height. */
export interface SvgEvent {
  readonly at: number;
  readonly kind: 'save' | 'step' | 'join' | 'verdict';
  readonly label: string;
}

/** Everything that is drawn into one chart. x is in units of the run's axis. */
export interface SvgSpec {
  /** What it shows, in a sentence: for those who cannot see it. */
  readonly title: string;
  readonly curves: readonly SvgCurve[];
  readonly from: number;
  readonly to: number;
  readonly percent: boolean;
  /** The y range; null for that of the data. */
  readonly range: { readonly low: number; readonly high: number } | null;
  readonly thresholds: readonly Threshold[];
  readonly best: { readonly x: number; readonly y: number; readonly label: string } | null;
  readonly events: readonly SvgEvent[];
  /** The forecast, from the newest place to the planned end; null for none. */
  readonly fan: (Fan & { readonly from: number; readonly to: number }) | null;
}

/** The size of a chart in its own units; a page scales it. */
export const svgSize = { width: 640, height: 260, left: 48, right: 14, top: 12, bottom: 30 } as const;

/**
 * Draws a chart as SVG, by the same scale, range and round labels as the terminal's. In a page, `style` is null, and
 * the classes of its elements are those of the page's style sheet. A file of its own brings its style sheet, has a size
 * and a legend, and is drawn on white.
 */
export function svgChart(spec: SvgSpec, style: Markup | null): Markup {
  const values = spec.curves.flatMap(({ points }) =>
    points.flatMap(({ y, low, high = y }) => (low === undefined ? [y] : [low, high])),
  );
  const range = spec.range === null ? robustRange(values) : { ...spec.range, beyond: null };
  const scale = scaleFor(range ?? { low: 0, high: 1, beyond: null }, rows, { percent: spec.percent });
  const { width } = svgSize;
  const top = style === null ? 0 : -legendHeight;
  const height = svgSize.height - top;
  const size = markup` width="${width}" height="${height}"`;
  const ground = markup`<style>${style}</style><rect y="${top}"${size} fill="#fff"/>${legend(spec)}`;
  return markup`<svg class="chart"${style && size} viewBox="0 ${top} ${width} ${height}" role="img" aria-label="${spec.title}" xmlns="http://www.w3.org/2000/svg">
<title>${spec.title}</title>${style && ground}
${zones(spec, scale)}${grid(scale)}${xLabels(spec)}${fan(spec, scale)}${bands(spec, scale)}${lines(spec, scale)}
${thresholds(spec, scale)}${events(spec)}${bestMark(spec, scale)}</svg>`;
}

/** Returns where an x lies, in units of the chart. */
export function svgX({ from, to }: Pick<SvgSpec, 'from' | 'to'>, x: number): number {
  const share = to > from ? (x - from) / (to - from) : 0.5;
  return svgSize.left + share * plotWidth;
}

/** Above a chart in a file of its own. */
const legendHeight = 18;

/** The names of the curves, each in its colour. */
function legend({ curves }: SvgSpec): Markup {
  const names = curves.map(({ name, kind }) => markup`<tspan class="name ${kind}" dx="8">${name}</tspan>`);
  return markup`<text x="${svgSize.left - 8}" y="-5">${names}</text>`;
}

/** As many as a pane of a usual terminal has, so that the labels are the same. */
const rows = 12;
const plotWidth = svgSize.width - svgSize.left - svgSize.right;
const plotHeight = svgSize.height - svgSize.top - svgSize.bottom;
const floor = svgSize.top + plotHeight;
/** Labels of the x axis, the ends aside. */
const maxLabels = 5;

function yOf(scale: Scale, value: number): number {
  return svgSize.top + (placeOn(scale, value) / rows) * plotHeight;
}

/** Tenths of a unit are finer than a screen. */
function px(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '');
}

function zones({ thresholds: all }: SvgSpec, scale: Scale): Markup[] {
  const tinted = all.filter(({ tint }) => tint !== undefined).toSorted((one, other) => other.value - one.value);
  return tinted.flatMap(({ value, tint }, index) => {
    const top = yOf(scale, value);
    const below = tinted[index + 1];
    const bottom = below === undefined ? floor : yOf(scale, below.value);
    return bottom - top < 0.1
      ? []
      : [
          markup`<rect class="${tint!}" x="${svgSize.left}" y="${px(top)}" width="${plotWidth}" height="${px(bottom - top)}"/>`,
        ];
  });
}

function grid(scale: Scale): Markup[] {
  return scale.ticks.map(({ row, label }) => {
    const y = svgSize.top + ((row + 0.5) / rows) * plotHeight;
    return markup`<line class="grid" x1="${svgSize.left}" x2="${svgSize.width - svgSize.right}" y1="${px(y)}" y2="${px(y)}"/><text class="label" x="${svgSize.left - 6}" y="${px(y + 3.5)}" text-anchor="end">${label}</text>`;
  });
}

function xLabels({ from, to }: SvgSpec): Markup[] {
  const near = (to - from) / (maxLabels * 2);
  const between = roundValues(from, to, maxLabels, false).filter((x) => x - from > near && to - x > near);
  return [from, ...between, to].map((x, index, all) => {
    const anchor = index === 0 ? 'start' : index === all.length - 1 ? 'end' : 'middle';
    return markup`<text class="label" x="${px(svgX({ from, to }, x))}" y="${svgSize.height - 8}" text-anchor="${anchor}">${count(x)}</text>`;
  });
}

function lines(spec: SvgSpec, scale: Scale): Markup[] {
  return spec.curves.map(({ kind, points }) => {
    let pen = 'M';
    const path = points.map(({ x, y }) => {
      if (!Number.isFinite(y)) {
        pen = 'M';
        return '';
      }
      const step = `${pen}${px(svgX(spec, x))} ${px(yOf(scale, y))}`;
      pen = 'L';
      return step;
    });
    return markup`<path class="curve ${kind}" d="${path.join('')}"/>`;
  });
}

function bands(spec: SvgSpec, scale: Scale): Markup[] {
  return spec.curves.flatMap(({ kind, points }) => {
    const wide = points.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high) && high! > low!);
    if (wide.length < 2) return [];
    const upper = wide.map(({ x, high }) => `${px(svgX(spec, x))} ${px(yOf(scale, high!))}`);
    const lower = wide.toReversed().map(({ x, low }) => `${px(svgX(spec, x))} ${px(yOf(scale, low!))}`);
    return [markup`<path class="band ${kind}" d="M${[...upper, ...lower].join('L')}Z"/>`];
  });
}

/** Steps in which the fan is drawn. */
const fanSteps = 16;

function fan(spec: SvgSpec, scale: Scale): Markup | null {
  if (spec.fan === null) return null;
  const { from, to, start, low, mid, high } = spec.fan;
  const course = (end: number): string[] =>
    Array.from({ length: fanSteps + 1 }, (_, step) => {
      const share = step / fanSteps;
      return `${px(svgX(spec, from + share * (to - from)))} ${px(yOf(scale, fanValue(start, end, share)))}`;
    });
  const outline = [...course(high), ...course(low).toReversed()].join('L');
  return markup`<path class="fan" d="M${outline}Z"><title>forecast, 80 %</title></path><path class="curve forecast" d="M${course(mid).join('L')}"/>`;
}

function thresholds(spec: SvgSpec, scale: Scale): Markup[] {
  const shown = spec.thresholds.filter(({ value }) => isOn(scale, value));
  let last = Number.NEGATIVE_INFINITY;
  return shown
    .toSorted((one, other) => other.value - one.value)
    .map(({ value, label }) => {
      const y = yOf(scale, value);
      const isFree = y - last > 12;
      if (isFree) last = y;
      const text = isFree
        ? markup`<text class="label" x="${svgSize.width - svgSize.right - 2}" y="${px(y - 3)}" text-anchor="end">${label}</text>`
        : null;
      return markup`<line class="threshold" x1="${svgSize.left}" x2="${svgSize.width - svgSize.right}" y1="${px(y)}" y2="${px(y)}"/>${text}`;
    });
}

function events(spec: SvgSpec): Markup[] {
  return spec.events
    .filter(({ at }) => at >= spec.from && at <= spec.to)
    .map(({ at, kind, label }) => {
      const x = svgX(spec, at);
      const top = kind === 'join' ? svgSize.top : floor;
      const shape =
        kind === 'join'
          ? markup`<line x1="${px(x)}" x2="${px(x)}" y1="${top}" y2="${floor}"/>`
          : markup`<path d="${signs[kind](x)}"/>`;
      return markup`<g class="event ${kind}">${shape}<title>${label}</title></g>`;
    });
}

/** Signs below the plot, or within its upper edge. */
const signs = {
  save: (x: number) => `M${px(x - 2)} ${floor + 4}h4v4h-4z`,
  step: (x: number) => `M${px(x)} ${floor + 3}l4 7h-8z`,
  verdict: (x: number) => `M${px(x)} ${svgSize.top - 8}l4 4l-4 4l-4 -4z`,
} as const;

function bestMark(spec: SvgSpec, scale: Scale): Markup | null {
  if (spec.best === null || Number.isNaN(boundlessPlace(scale, spec.best.y))) return null;
  const { x, y, label } = spec.best;
  return markup`<path class="best" d="${star(svgX(spec, x), yOf(scale, y))}"><title>${label}</title></path>`;
}

function star(x: number, y: number): string {
  const corners = Array.from({ length: 10 }, (_, corner) => {
    const radius = corner % 2 === 0 ? 7 : 3;
    const angle = (corner * Math.PI) / 5 - Math.PI / 2;
    return `${px(x + radius * Math.cos(angle))} ${px(y + radius * Math.sin(angle))}`;
  });
  return `M${corners.join('L')}Z`;
}
