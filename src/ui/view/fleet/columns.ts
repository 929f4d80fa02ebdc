import type { Member } from '../../../fleet/member.ts';
import { toldGroup } from '../../../runs/group/toldGroup.ts';
import { duration } from '../../../words/duration.ts';
import { percent } from '../../../words/fraction.ts';
import { groupMeans } from '../../../words/groupMeans.ts';
import { metricNumber } from '../../../words/metric.ts';
import { levels } from '../../../words/sparkline.ts';
import { displayWidth, screenText } from '../../../words/terminal/screenText.ts';
import type { Role } from '../../../words/terminal/row.ts';
import type { FleetView } from '../../state/fleet/fleetState.ts';
import { placeText } from './figureTexts.ts';

/** A column of the list. The verdict takes the width that the others leave. */
export interface FleetColumn {
  readonly name: ColumnName;
  readonly title: string;
  readonly width: number;
  readonly isRight: boolean;
  /** Null for that of the row. */
  readonly role: Role | null;
}

const columnNames = [
  ...(['machine', 'name', 'group', 'trainer', 'state', 'verdict', 'at'] as const),
  ...(['left', 'now', 'best', 'course', 'gpu', 'age'] as const),
] as const;

export type ColumnName = (typeof columnNames)[number];

/** What a column shows of a member, not yet cut. Text from outside went through `screenText`. */
export function cellText(name: Exclude<ColumnName, 'verdict'>, member: Member, view: FleetView, width: number): string {
  const { settings, state } = view;
  const { position, metric, isLive, eta, gpu } = member;
  const figure = (value: number) => metricNumber(value, settings.mapUnit, 'compact');
  switch (name) {
    case 'machine':
      return screenText(machineOf(member));
    case 'name':
      return screenText(member.name);
    case 'group':
      return screenText(toldGroup(member)?.name ?? '');
    case 'trainer':
      return screenText(member.trainer?.name ?? '');
    case 'state':
      return screenText(member.stateText);
    case 'at':
      return placeText(position);
    case 'left':
      return isLive && eta !== null ? duration(eta, 'compact') : '';
    case 'now':
      return metric.now === null ? '-' : figure(metric.now);
    case 'best':
      return metric.best === null ? '-' : figure(metric.best.value);
    case 'course': {
      const top = measureOf(state.members).highest;
      const shares = groupMeans(member.course, width).map((value) => clampShare(value / top));
      return levels(shares, settings.characters);
    }
    case 'gpu': {
      const use = gpu?.utilisation ?? null;
      if (gpu === null) return '';
      return `${gpu.count > 1 ? `${gpu.count}x ` : ''}${use === null ? '-' : percent(use, 0)}`;
    }
    case 'age':
      return ageText(state.now - (member.endedAt ?? member.startedAt));
    default:
      return name satisfies never;
  }
}

/** Where a member runs, as people say it. */
function machineOf({ host, job }: Member): string {
  return job === null ? host : `${job.scheduler === 'slurm' ? 'slurm' : 'k8s'} ${job.id}`;
}

/** In steps: of what began a moment ago it changes every five minutes, later every hour or day. */
function ageText(seconds: number): string {
  if (!(seconds >= 300)) return '<5m';
  if (seconds < 3600) return `${Math.floor(seconds / 300) * 5}m`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}

function clampShare(share: number): number {
  return Number.isFinite(share) ? Math.max(0, Math.min(1, share)) : 0;
}

/** How wide the texts of all members are, and what the scale of the courses has to hold. */
interface ListMeasure {
  readonly widths: Readonly<Record<MeasuredColumn, number>>;
  /** Different texts of the column of machines. */
  readonly machines: number;
  /** The top of the scale on which the courses of all are drawn, a round mAP. */
  readonly highest: number;
}

type MeasuredColumn = 'machine' | 'name' | 'group' | 'trainer' | 'state' | 'at' | 'gpu' | 'left';

const measured: readonly MeasuredColumn[] = ['machine', 'name', 'group', 'trainer', 'state', 'at', 'gpu', 'left'];

function isMeasured(name: ColumnName): name is MeasuredColumn {
  return measured.some((each) => each === name);
}

interface MemberMeasure {
  readonly widths: readonly number[];
  readonly highest: number;
}

/** A member that has not changed is not measured again: a list may have thousands. */
const memberMeasures = new WeakMap<Member, MemberMeasure>();
const listMeasures = new WeakMap<readonly Member[], ListMeasure>();

function measureOf(members: readonly Member[]): ListMeasure {
  const known = listMeasures.get(members);
  if (known !== undefined) return known;
  const widths = measured.map(() => 0);
  const machines = new Set<string>();
  let highest = 0;
  for (const member of members) {
    const measure = memberMeasures.get(member) ?? measureMember(member);
    memberMeasures.set(member, measure);
    for (const [index, width] of measure.widths.entries()) if (width > widths[index]!) widths[index] = width;
    highest = Math.max(highest, measure.highest);
    machines.add(machineOf(member));
  }
  const measure: ListMeasure = {
    // Every measured column has its place.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    widths: Object.fromEntries(measured.map((name, index) => [name, widths[index]!])) as ListMeasure['widths'],
    machines: machines.size,
    highest: Math.max(minHighest, Math.ceil(highest * 10) / 10),
  };
  listMeasures.set(members, measure);
  return measure;
}

function measureMember(member: Member): MemberMeasure {
  const { trainer, position, eta, isLive, gpu } = member;
  const texts: Readonly<Record<MeasuredColumn, string>> = {
    machine: machineOf(member),
    name: member.name,
    group: toldGroup(member)?.name ?? '',
    trainer: trainer?.name ?? '',
    state: member.stateText,
    at: placeText(position),
    gpu: gpu === null ? '' : '8x 100 %',
    left: isLive && eta !== null ? '23h59m' : '',
  };
  const best = Math.max(member.metric.best?.value ?? 0, ...member.course);
  return {
    widths: measured.map((name) => displayWidth(screenText(texts[name]))),
    highest: Number.isFinite(best) ? best : 0,
  };
}

/** The scale holds a tenth at least: below that every course is a flat one. */
const minHighest = 0.1;

const maxWidths: Readonly<Record<Exclude<ColumnName, 'verdict'>, number>> = {
  machine: 14,
  name: 24,
  group: 12,
  trainer: 11,
  state: 18,
  at: 13,
  left: 6,
  now: 5,
  best: 5,
  course: 10,
  gpu: 8,
  age: 4,
};

/**
 * What is left out while the verdict has less than so many cells, first of all what others tell too. The name and the
 * verdict stay.
 */
const dropOrder: readonly (readonly [column: Exclude<ColumnName, 'verdict' | 'name'>, room: number])[] = [
  ['state', 44],
  ['age', 40],
  ['gpu', 36],
  ['left', 32],
  ['trainer', 26],
  ['group', 24],
  ['course', 24],
  ['now', 22],
  ['machine', 20],
  ['best', 20],
  ['at', 16],
];

/** Cells between two columns. */
export const gap = 2;

/** Returns the columns that fit into so many cells, in their order, with their widths. */
export function columnsFor({ state, settings }: FleetView, width: number): FleetColumn[] {
  const { widths, machines } = measureOf(state.members);
  const isEmpty = (name: ColumnName) => {
    if (name === 'machine') return machines < 2;
    return (name === 'group' || name === 'trainer' || name === 'gpu' || name === 'left') && widths[name] === 0;
  };
  let names = columnNames.filter((name) => !isEmpty(name));
  const natural = (name: Exclude<ColumnName, 'verdict'>) => {
    const needed = isMeasured(name) ? widths[name] : maxWidths[name];
    return Math.max(titleOf(name, settings.mapUnit).length, Math.min(maxWidths[name], needed));
  };
  const left = () => width - names.reduce((sum, name) => sum + gap + (name === 'verdict' ? 0 : natural(name)), -gap);
  for (const [column, room] of dropOrder) {
    if (left() >= room) break;
    names = names.filter((name) => name !== column);
  }
  // The name and the verdict share what there is.
  const room = Math.max(0, left() + natural('name'));
  const nameWidth = Math.min(room, natural('name'), Math.max(minName, room - minVerdict));
  return names.map((name) => ({
    name,
    title: titleOf(name, settings.mapUnit),
    width: name === 'verdict' ? room - nameWidth : name === 'name' ? nameWidth : natural(name),
    isRight: rightAligned.has(name),
    role: name === 'course' ? 'map' : null,
  }));
}

/** Cells of the verdict at the expense of the name, and those that the name keeps. */
const minVerdict = 14;
const minName = 8;

const rightAligned: ReadonlySet<ColumnName> = new Set(['at', 'left', 'now', 'best', 'gpu', 'age']);

function titleOf(name: ColumnName, mapUnit: FleetView['settings']['mapUnit']): string {
  if (name === 'now') return mapUnit === 'percent' ? 'mAP %' : 'mAP';
  return titles[name];
}

const titles: Readonly<Record<Exclude<ColumnName, 'now'>, string>> = {
  machine: 'MACHINE',
  name: 'TRAINING',
  group: 'GROUP',
  trainer: 'TRAINER',
  state: 'STATE',
  verdict: 'VERDICT',
  at: 'AT',
  left: 'LEFT',
  best: 'BEST',
  course: 'COURSE',
  gpu: 'GPU',
  age: 'AGE',
};
