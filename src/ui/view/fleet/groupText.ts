import { groupStatistics } from '../../../fleet/groupStatistics.ts';
import type { Member } from '../../../fleet/member.ts';
import { counted } from '../../../words/count.ts';
import { duration } from '../../../words/duration.ts';
import { percent } from '../../../words/fraction.ts';
import { metricNumber, metricText } from '../../../words/metric.ts';
import { spreadText } from '../../../words/spread.ts';
import type { FleetView } from '../../state/fleet/fleetState.ts';
import type { GroupLine } from '../../state/fleet/line.ts';

/**
 * What a group's line says after its name, the most important first: how many and where, the mean of their bests, who
 * leads, who is outrun and what stopping those saves, how far they lie apart at equal progress, and that they are
 * compared across machines. Of folds the mean is the answer, so that none leads.
 */
export function groupText({ members, areFolds }: GroupLine, { settings }: FleetView): readonly string[] {
  const { mapUnit, readonly } = settings;
  const nameOf = namesAmong(members);
  const { runs, mean, deviation, leader, spread } = groupStatistics(
    members.map((member) => figuresOf(member, nameOf(member))),
  );
  const live = members.filter(({ isLive }) => isLive).length;
  const ended = live === runs ? '' : `, ${runs - live} ended`;
  const middle =
    mean === null
      ? []
      : [`mean ${deviation === null ? metricText(mean, mapUnit) : spreadText({ mean, deviation }, mapUnit)}`];
  const machines = machinesOf(members);
  const places = machines < 2 ? '' : ` on ${machines} machines`;
  const counts = `${counted(runs, areFolds ? 'fold' : 'run')}${places}${ended}`;
  if (areFolds || runs < 2) return [counts, ...middle];
  return [
    counts,
    ...middle,
    ...(leader === null ? [] : [`leads ${leader.name} ${metricText(leader.best, mapUnit)}`]),
    ...outrunText(members, nameOf),
    ...(spread === null
      ? []
      : [
          `${metricNumber(spread.low, mapUnit)} to ${metricText(spread.high, mapUnit)} at ${percent(spread.share, 0)} of the plan`,
        ]),
    ...(machines < 2 || readonly ? [] : ['compared while this list is open']),
  ];
}

/** On how many machines the runs are that are compared with each other (`coordinateGroups`). */
function machinesOf(members: readonly Member[]): number {
  return new Set(members.flatMap(({ host, groupProgress }) => (groupProgress === null ? [] : [host]))).size;
}

/** How the runs of a group are called: those of one name, as the tasks of an array are, by their jobs or ids. */
function namesAmong(members: readonly Member[]): (member: Member) => string {
  const seen = new Set<string>();
  const shared = new Set(members.flatMap(({ name }) => (seen.size === seen.add(name).size ? [name] : [])));
  return ({ name, job, run }) => (shared.has(name) ? (job?.id ?? run) : name);
}

function figuresOf({ metric, position, course }: Member, name: string) {
  return { name, best: metric.best?.value ?? null, progress: position.progress, course };
}

/** `outrun: exp29 (stop saves 3h10m)`. */
function outrunText(members: readonly Member[], nameOf: (member: Member) => string): readonly string[] {
  const outrun = members.filter(({ isLive, verdict }) => isLive && verdict?.name === 'outrun');
  if (outrun.length === 0) return [];
  const saved = outrun.reduce((sum, { eta }) => sum + (eta ?? 0), 0);
  const names = outrun.map(nameOf).join(', ');
  return [`outrun: ${names}${saved === 0 ? '' : ` (stop saves ${duration(saved, 'compact')})`}`];
}
