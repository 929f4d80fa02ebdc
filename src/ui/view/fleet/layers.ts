import { lostSince } from '../../../advisor/stopCost.ts';
import type { Member } from '../../../fleet/member.ts';
import { count, counted } from '../../../words/count.ts';
import { clockTime } from '../../../words/dateTime.ts';
import { duration } from '../../../words/duration.ts';
import { flowing, row, type Row, span } from '../../../words/terminal/row.ts';
import { screenText } from '../../../words/terminal/screenText.ts';
import { wrapText } from '../../../words/terminal/wrap.ts';
import { fleetKeys } from '../../state/keys/fleet/fleetCommand.ts';
import { fleetStopChoices } from '../../state/fleet/stopping.ts';
import { type FleetLayout, layOutFleet } from '../../state/fleet/fleetLayout.ts';
import { type FleetLayer, type FleetView, targetMembers } from '../../state/fleet/fleetState.ts';
import type { LayerRoom } from '../layers/box.ts';
import { type DrawnLayer, withScrolling } from '../layers/drawnLayer.ts';
import { helpRows } from '../layers/help.ts';
import { labelled } from '../layers/labelled.ts';
import { layerRoom } from '../layers/layers.ts';
import { scrolled } from '../panes/pane.ts';
import { hostText } from './listRows.ts';
import { compareRows } from './compare.ts';
import { bestText } from './figureTexts.ts';
import { overlayRows } from './overlay.ts';

/** The room of a layer's content: charts take the whole body. */
export function fleetLayerRoom({ width, height }: FleetLayout, layer: FleetLayer): LayerRoom {
  const bodyRows = height - 2;
  const isRoomy = width >= minBordered.width && height >= minBordered.height;
  if (isRoomy && isChart(layer)) return { bordered: true, width: width - 4, height: bodyRows - 2 };
  return layerRoom({ kind: isRoomy ? 'panes' : 'compact', width, bodyRows });
}

function isChart(layer: FleetLayer): boolean {
  return layer === 'overlay' || layer === 'compare';
}

/** A smaller list has its dialogs without a border. */
const minBordered = { width: 60, height: 13 } as const;

/** By how many rows the open layer can be scrolled. */
export function fleetLayerReach(view: FleetView): number {
  const { layer, columns, rows, lines } = view.state;
  if (layer === null) return 0;
  const { width, height } = fleetLayerRoom(layOutFleet(columns, rows, lines.length), layer);
  return drawFleetLayer(view, layer, width, height).reach;
}

export function fleetLayerTitle({ state }: FleetView, layer: FleetLayer): string {
  const { targets } = state;
  const several = targets.length > 1;
  const who = several ? counted(targets.length, 'training') : 'this training';
  const titles: Readonly<Record<FleetLayer, string>> = {
    help: 'keys',
    stop: several ? `stop these ${who}?` : 'stop this training?',
    pause: 'pause',
    resume: 'resume',
    remove: 'remove',
    rename: 'rename',
    tag: 'tag',
    note: 'note',
    compare: `compare ${who}`,
    overlay: `mAP of ${who}`,
    hosts: 'machines',
  };
  return titles[layer];
}

/** Draws a layer into at most `height` rows of at most `width` cells; fewer where it has no more to say. */
export function drawFleetLayer(view: FleetView, layer: FleetLayer, width: number, height: number): DrawnLayer {
  const { state } = view;
  const members = targetMembers(state);
  switch (layer) {
    case 'stop':
      return stopLayer(view, members, width, height);
    case 'overlay':
      return { rows: overlayRows(members, view, width, height), reach: 0 };
    case 'compare':
      return inRoom(compareRows(members, view, width, height), view, height);
    case 'help':
      return inRoom(helpRows(helpKeys(view), notes(view), width, state.typing ?? state.helpFilter), view, height);
    case 'hosts':
      return inRoom(hostRows(view, width), view, height);
    case 'pause':
    case 'resume':
    case 'remove':
      return inRoom(questionRows(layer, members, width), view, height);
    case 'rename':
    case 'tag':
    case 'note':
      return inRoom(entryRows(view, layer, members, width), view, height);
    default:
      return layer satisfies never;
  }
}

function inRoom(rows: readonly Row[], { state }: FleetView, height: number): DrawnLayer {
  return { rows: scrolled(rows, state.layerScroll, height), reach: Math.max(0, rows.length - height) };
}

function helpKeys({ settings }: FleetView) {
  return fleetKeys.filter(
    ({ contexts, touches }) =>
      (contexts.includes('list') || contexts.includes('stop')) && (touches !== true || !settings.readonly),
  );
}

function notes({ settings }: FleetView): string[] {
  return [
    ...(settings.readonly ? ['Read-only: no key can touch a training.'] : []),
    'Signs: X failed, diverged or to be stopped, ! may stop or needs a hand, ? look at it, > goes on, = something is being done.',
    'Mouse selection works as usual: Plateau does not capture the mouse.',
  ];
}

/** What a stop costs, first of all; then the choices, which are always in view. */
function stopLayer(view: FleetView, members: readonly Member[], width: number, height: number): DrawnLayer {
  const [only, ...others] = members;
  const { costs, details } =
    only !== undefined && others.length === 0
      ? { costs: costRows(only, view, width), details: detailRows(only, width) }
      : { costs: members.flatMap((member) => wrapText(costLine(member, view), width, 'plain', 2)), details: [] };
  const said = members.length === 0 ? wrapText('All of them have ended meanwhile.', width, 'watch') : costs;
  const roomy = choiceRows(view, width);
  const isRoomy = said.length + roomy.length + Math.min(1, details.length) <= height;
  const choices = isRoomy || height >= roomy.length + minCosts ? roomy : shortChoices(view, width);
  return isRoomy
    ? withScrolling([...said, ...choices], details, [], height, view.state.layerScroll)
    : withScrolling([], [...said, ...details], choices, height, view.state.layerScroll);
}

/** Rows of what it costs beside which the choices may have a row each. */
const minCosts = 4;

function choiceRows({ state }: FleetView, width: number): Row[] {
  return [
    row(),
    ...fleetStopChoices(state).map(({ choice, key, label }) =>
      row(
        state.choice === choice ? '> ' : '  ',
        span(`[${key}] ${label}`, state.choice === choice ? 'selected' : 'plain'),
        span(choice === 'cancel' ? '  (Esc, n)' : '', 'dim'),
      ),
    ),
    ...wrapText('SIGKILL is in the dashboard of each (Enter), after the others.', width, 'dim'),
  ];
}

/** The choices side by side. */
function shortChoices({ state }: FleetView, width: number): Row[] {
  const pieces = fleetStopChoices(state).map(({ choice, key, short }) =>
    span(`[${key}]${short}`, state.choice === choice ? 'selected' : 'plain'),
  );
  return flowing(
    pieces.map((piece) => [piece, span(' ', 'plain')]),
    width,
  );
}

function costRows(member: Member, view: FleetView, width: number): Row[] {
  const { armed, position, save, eta, run, host, name } = member;
  const { at = null, path } = save ?? { path: null };
  const saved =
    path === null ? 'none announced yet' : `${path}${at === null ? '' : ` (${position.unit} ${count(at)})`}`;
  return [
    ...wrapText(`${name} (${run}) on ${host}`, width, 'strong'),
    ...(armed === null ? [] : labelled('planned', armed.reason ?? armed.stage, width, 'watch')),
    ...labelled('lost', lostText(member), width),
    ...labelled('last save', saved, width),
    ...labelled('best', bestOf(member, view), width),
    ...(eta === null || eta <= 0 || !member.isLive ? [] : labelled('saved time', duration(eta), width)),
  ];
}

function detailRows({ command, cwd }: Member, width: number): Row[] {
  return [row(), ...labelled('command', command.join(' '), width), ...labelled('in', cwd, width)];
}

function costLine(member: Member, view: FleetView): string {
  const saved = member.eta !== null && member.eta > 0 ? `; saves ${duration(member.eta)}` : '';
  return `${member.name} on ${member.host}: loses ${lostText(member)}; best ${bestOf(member, view)}${saved}`;
}

function lostText({ position, save, elapsed }: Member): string {
  const { at, unit } = position;
  if (at === null) return 'nothing: no step is done yet';
  const from = save?.at ?? 0;
  const seconds = elapsed === null ? null : Math.max(0, elapsed - (save?.elapsed ?? 0));
  if (at <= from) return 'nothing: no step is done since the last save';
  return lostSince(at - from, unit, seconds === 0 ? null : seconds, save === null ? 'it began' : 'the last save');
}

function bestOf(member: Member, { settings }: FleetView): string {
  return bestText(member, settings.mapUnit) ?? 'no evaluation yet';
}

function questionRows(layer: 'pause' | 'resume' | 'remove', members: readonly Member[], width: number): Row[] {
  const who = members.length === 1 ? members[0]!.name : counted(members.length, 'training');
  const runs = members.reduce((sum, member) => sum + Math.max(1, member.runs.length), 0);
  const kept = runs > members.length ? `The logs and records of ${runs} runs` : 'The log and the record';
  const { question, consequences } = questions(who, kept)[layer];
  return [
    ...wrapText(question, width, 'strong'),
    ...(members.length > 1 ? members.flatMap((member) => wrapText(`  ${member.name} on ${member.host}`, width)) : []),
    ...consequences.flatMap((line) => wrapText(line, width, 'plain', 2)),
    row(),
    row(span('> [n] cancel', 'selected'), '  (Esc, n, Enter)'),
    row('  [y] yes'),
  ];
}

function questions(who: string, kept: string) {
  return {
    pause: {
      question: `Pause ${who}?`,
      consequences: [
        'SIGSTOP goes to the processes. Nothing is lost; p resumes.',
        'The memory stays taken, that of the GPU too: no other training can use it.',
      ],
    },
    resume: { question: `Resume ${who}?`, consequences: ['SIGCONT goes to the processes.'] },
    remove: {
      question: `Remove ${who}?`,
      consequences: [
        `${kept} are removed and cannot be had back.`,
        'Weights and all else that a training wrote elsewhere stay where they are.',
      ],
    },
  } as const;
}

function entryRows(
  { state }: FleetView,
  layer: 'rename' | 'tag' | 'note',
  members: readonly Member[],
  width: number,
): Row[] {
  const [first] = members;
  const who = members.length === 1 ? first?.name : counted(members.length, 'training');
  const tags = [...new Set(members.flatMap((member) => member.tags))];
  const about = {
    rename: [`A new name for ${who}:`],
    tag: [
      `Tags for ${who}, with spaces between; -WORD removes one.`,
      `Now: ${tags.length === 0 ? 'none' : tags.join(' ')}`,
    ],
    note: [`A note on ${who}:`],
  }[layer];
  return [
    ...about.flatMap((line) => wrapText(line, width, 'plain')),
    ...wrapText(`> ${state.entry}_`, width, 'strong', 2),
    row(),
    row(span('Enter', 'key'), ' take it  ', span('Esc', 'key'), ' cancel'),
  ];
}

function hostRows({ state }: FleetView, width: number): Row[] {
  if (state.hosts.length === 0) return wrapText('No machine is looked at.', width, 'dim');
  return state.hosts.flatMap((host) => {
    const { name, kind, remedy } = host;
    const isWell = host.state === 'live' || host.state === 'connecting';
    const what = { here: 'this machine', ssh: 'over ssh', slurm: 'Slurm', kubernetes: 'Kubernetes', mlflow: 'MLflow' }[
      kind
    ];
    const since = host.state === 'live' && kind !== 'here' ? `, since ${clockTime(host.since)}` : '';
    return [
      row(
        span(`${isWell ? '>' : host.state === 'away' ? '·' : '!'} `, isWell ? 'go' : 'watch'),
        span(screenText(name), 'strong'),
        span(`  ${what}`, 'dim'),
      ),
      ...wrapText(`  ${hostText(host)}${since}`, width, isWell ? 'plain' : 'watch', 2),
      ...(remedy === null ? [] : wrapText(`  ${remedy}`, width, 'key', 2)),
    ];
  });
}
