import { counted } from '../../../words/count.ts';
import { metricText } from '../../../words/metric.ts';
import type { FleetView } from '../../state/fleet/fleetState.ts';
import type { GroupLine } from '../../state/fleet/line.ts';

/** What a group's line says after its name, the most important first. */
export function groupText({ members }: GroupLine, { settings }: FleetView): readonly string[] {
  const live = members.filter(({ isLive }) => isLive).length;
  const bests = members.flatMap((member) =>
    member.metric.best === null ? [] : [{ member, best: member.metric.best }],
  );
  const leader = bests.reduce<(typeof bests)[number] | null>(
    (top, each) => (top === null || each.best.value > top.best.value ? each : top),
    null,
  );
  return [
    `${counted(members.length, 'run')}${live === members.length ? '' : `, ${members.length - live} ended`}`,
    ...(leader === null
      ? []
      : [`leads ${leader.member.name} ${metricText(leader.best.value, settings.mapUnit, 'compact')}`]),
  ];
}
