import { actionSign } from '../../../advisor/verdictTable.ts';
import type { Member } from '../../../fleet/member.ts';
import { type Need, needOf } from '../../../fleet/needsYou.ts';
import { describeWaiting } from '../../../runs/queue/describeWaiting.ts';
import { count } from '../../../words/count.ts';
import type { Role } from '../../../words/terminal/row.ts';
import { metricText } from '../../../words/metric.ts';
import type { AskedOf, FleetState, FleetView } from '../../state/fleet/fleetState.ts';
import { actionRoles } from '../panes/verdict.ts';

/** What a row says of a training: a sign, its state or verdict in a few words, and why. All of it may be untrusted. */
export interface MemberWords {
  readonly sign: string;
  readonly words: string;
  readonly role: Role;
  readonly why: string;
}

/** Says how a training does, most urgent first: what was asked of it, what is done to it, how it ended, its verdict. */
export function memberWords(member: Member, { state, settings }: FleetView): MemberWords {
  const { isLive, isPaused, verdict, away } = member;
  const sign = signOf(member, state.now);
  const asked = state.asked.get(member.key);
  if (asked !== undefined) return askedWords(asked);
  const headline = verdict?.headline ?? '';
  if (!isLive) {
    const isBad = needOf(member, state.now) !== null;
    const words =
      isBad || verdict === null || member.state !== 'ended' ? member.stateText.toUpperCase() : verdict.words;
    const why = isBad ? headline : bestText(member, settings.mapUnit);
    return { sign, words, role: isBad ? 'fault' : 'plain', why };
  }
  const waits = describeWaiting(member);
  if (waits !== null) {
    const isQueued = member.way === 'slurm' || member.way === 'kubernetes';
    const why = isQueued ? 'for its scheduler to start it' : waits.replace(/^waits /, '');
    return { sign, words: 'WAITING', role: 'plain', why };
  }
  const role = away === null ? 'watch' : 'dim';
  if (isPaused) return { sign: '=', words: 'PAUSED', role, why: headline };
  const stage = stageWords(member);
  if (stage !== null) return { sign: '=', words: stage, role, why: member.armed?.reason ?? headline };
  if (verdict === null) return { sign, words: '', role: 'dim', why: 'reading its log ...' };
  return { sign, words: verdict.words, role: away === null ? actionRoles[verdict.action] : 'dim', why: headline };
}

/** `X` something is wrong, `!` stopping loses little, `?` worth a look, `>` goes on, `·` is over or waits. */
function signOf(member: Member, now: number): string {
  const need = needOf(member, now);
  if (need !== null) return signs[need];
  return member.isLive && member.state !== 'waiting' ? actionSign('continue') : '·';
}

const signs: Readonly<Record<Need, string>> = {
  failed: actionSign('stop'),
  diverged: actionSign('stop'),
  'not-learning': actionSign('stop'),
  stop: actionSign('stop'),
  'may-stop': actionSign('may-stop'),
  outrun: actionSign('may-stop'),
  stalled: actionSign('watch'),
  trouble: actionSign('may-stop'),
  watch: actionSign('watch'),
};

function askedWords({ ask, state }: AskedOf): MemberWords {
  if (state === 'unknown')
    return {
      sign: '?',
      words: 'UNKNOWN',
      role: 'watch',
      why: `whether it was ${askedFor[ask]}: the line broke before the answer came`,
    };
  return { sign: '=', words: 'ASKED', role: 'watch', why: `to be ${askedFor[ask]} ...` };
}

const askedFor: Readonly<Record<AskedOf['ask'], string>> = {
  stop: 'stopped',
  cancel: 'let go on',
  pause: 'paused',
  resume: 'resumed',
  remove: 'removed',
  describe: 'described anew',
};

/** How far a planned stop is; null where nothing has to be done yet. */
function stageWords({ armed }: Member): string | null {
  switch (armed?.stage) {
    case 'countdown':
      return 'STOPS SOON';
    case 'checkpoint':
      return 'STOPS AFTER ITS NEXT SAVE';
    case 'safe-moment':
    case 'signals':
      return 'STOPPING';
    case 'given-up':
      return 'STILL RUNS AFTER THE STOP';
    default:
      return null;
  }
}

function bestText({ metric }: Member, mapUnit: FleetView['settings']['mapUnit']): string {
  const { best } = metric;
  return best === null ? '' : `best ${metricText(best.value, mapUnit, 'compact')} at ${count(best.at, 'compact')}`;
}

/** Whether a row is drawn as of something that was. */
export function isPast(member: Member, asked: FleetState['asked']): boolean {
  return member.away !== null && !asked.has(member.key);
}
