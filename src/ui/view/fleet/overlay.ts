import type { Member } from '../../../fleet/member.ts';
import { metricText } from '../../../words/metric.ts';
import { flowing, type Row, span } from '../../../words/terminal/row.ts';
import { screenText } from '../../../words/terminal/screenText.ts';
import type { FleetView } from '../../state/fleet/fleetState.ts';
import { faceOf, overlaidCourses } from './courseChart.ts';

/** Draws the mAP of trainings in one chart, and below it which curve is whose: at most `height` rows. */
export function overlayRows(members: readonly Member[], view: FleetView, width: number, height: number): Row[] {
  const shown = members.slice(0, maxCurves);
  const legend = legendRows(shown, view, width).slice(0, Math.max(1, Math.floor(height / 3)));
  return [...overlaidCourses(shown, view.settings, width, Math.max(2, height - legend.length)), ...legend];
}

/** More curves cannot be told apart. */
const maxCurves = 12;

/** `a exp30 57.3 %  b exp29 49.1 %`, in as many rows as that needs. */
function legendRows(members: readonly Member[], { settings }: FleetView, width: number): Row[] {
  const pieces = members.map(({ name, metric }, index): Row => {
    const { role, letter } = faceOf(index);
    const best = metric.best === null ? '' : ` ${metricText(metric.best.value, settings.mapUnit, 'compact')}`;
    return [span(letter, role), span(` ${screenText(name)}${best}  `, 'plain')];
  });
  return flowing(pieces, width);
}
