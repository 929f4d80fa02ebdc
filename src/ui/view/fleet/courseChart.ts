import { drawChart } from '../../../charts/chart.ts';
import type { ChartCurve, ChartSpec, Future } from '../../../charts/chartSpec.ts';
import { pointBuckets } from '../../../charts/columns.ts';
import { fanFrom } from '../../../charts/fan.ts';
import { roundValues } from '../../../charts/roundValues.ts';
import type { Member } from '../../../fleet/member.ts';
import { count } from '../../../words/count.ts';
import { metricText } from '../../../words/metric.ts';
import type { Role, Row } from '../../../words/terminal/row.ts';
import type { FleetSettings } from '../../state/fleet/fleetState.ts';

/** Draws the mAP of a training over its steps, with its best and what is expected: `height` rows of `width` cells. */
export function courseChart(member: Member, settings: FleetSettings, width: number, height: number): Row[] {
  const { position, metric } = member;
  const points = pointsOf(member, 'step');
  const to = position.at ?? points.length;
  const { best } = metric;
  const spec = specOf(settings, [{ buckets: pointBuckets(points), role: 'map', band: false }], {
    to,
    ends: [count(0), `${position.unit} ${count(to, 'compact')}`],
  });
  return drawChart(
    {
      ...spec,
      marks: best === null ? [] : [{ x: Math.min(best.at, to), y: best.value, sign: '★' }],
      thresholds:
        best === null
          ? []
          : [
              {
                value: best.value,
                label: `best ${metricText(best.value, settings.mapUnit, 'compact')}`,
                short: 'best',
              },
            ],
      future: futureOf(member, to),
      range: rangeOf(member),
    },
    width,
    height,
  );
}

/** Draws the mAP of several trainings over their steps; where they count differently, over the share of their plans. */
export function overlaidCourses(
  members: readonly Member[],
  settings: FleetSettings,
  width: number,
  height: number,
): Row[] {
  const unit = members[0]?.position.unit ?? 'epoch';
  const isSame = members.every(({ position }) => position.unit === unit);
  const curves = members.map((member, index): ChartCurve => {
    const { role, letter } = faceOf(index);
    return { buckets: pointBuckets(pointsOf(member, isSame ? 'step' : 'share')), role, band: false, sign: letter };
  });
  const to = isSame ? Math.max(1, ...members.map(({ position }) => position.at ?? 0)) : 100;
  const end = isSame ? `${unit} ${count(to, 'compact')}` : '100 % of the plan';
  return drawChart(specOf(settings, curves, { to, ends: [count(0), end] }), width, height);
}

/** The colour and the letter of the curve at a place. */
export function faceOf(index: number): { readonly role: Role; readonly letter: string } {
  return { role: roles[index % roles.length]!, letter: letters[index % letters.length]! };
}

const roles: readonly Role[] = ['map', 'other-a', 'other-b', 'other-c', 'other-d'];
const letters = 'abcdefghijklmnopqrstuvwxyz';

/** The course is told without its places: they lie at equal distances from the start to now. */
function pointsOf({ course, position }: Member, over: 'step' | 'share'): { at: number; value: number }[] {
  const now = over === 'step' ? (position.at ?? course.length) : (position.progress ?? 1) * 100;
  return course.map((value, index) => ({ at: ((index + 1) / course.length) * now, value }));
}

function specOf(
  { characters, mapUnit }: FleetSettings,
  curves: readonly ChartCurve[],
  { to, ends }: Pick<ChartSpec, 'to' | 'ends'>,
): ChartSpec {
  return {
    curves,
    from: 0,
    to,
    ends,
    between: (from, end, max) => roundValues(from, end, max, false).map((at) => ({ at, text: count(at, 'compact') })),
    thresholds: [],
    marks: [],
    ticks: [],
    future: null,
    cursor: null,
    log: false,
    range: null,
    percent: mapUnit === 'percent',
    characters,
    empty: ['no evaluation yet'],
  };
}

/** The best that is expected at the end; null of what is over or is to be stopped. */
export function expectedOf({ isLive, verdict, forecast }: Member): Member['forecast'] {
  return isLive && verdict?.action !== 'stop' ? forecast : null;
}

/** From zero to a little above the best that was or may come. */
function rangeOf(member: Member): ChartSpec['range'] {
  const { course, metric } = member;
  const values = [...course, metric.best?.value ?? 0, expectedOf(member)?.high ?? 0];
  const highest = Math.max(...values.filter((value) => Number.isFinite(value)));
  return course.length === 0 ? null : { low: 0, high: Math.min(1, Math.max(minRange, highest * roomAbove)) };
}

const roomAbove = 1.05;
/** A tenth of a point: below that a course is noise. */
const minRange = 0.001;

/** What is expected until the planned end. */
function futureOf(member: Member, to: number): Future | null {
  const { course, position, metric, verdict } = member;
  const { planned } = position;
  const forecast = expectedOf(member);
  const fan = fanFrom(course.at(-1) ?? null, metric.best?.value ?? null, { name: verdict?.name ?? '', forecast });
  if (fan === null || planned === null || planned <= to) return null;
  return { to: planned, end: count(planned, 'compact'), fan, ticks: [] };
}
