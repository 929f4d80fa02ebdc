import { actionSign, verdictWords } from '../advisor/verdictTable.ts';
import type { RunStatus } from '../history/runStatus.ts';
import { describeAttempt } from '../runs/queue/describeAttempt.ts';
import type { Finished } from '../runs/linked/finished.ts';
import { describeFinished } from './finished.ts';
import { describeWaiting } from '../runs/queue/describeWaiting.ts';
import type { PlaceInTraining } from '../runs/linked/trainings.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { outcomeOf, outcomeText } from '../history/outcome.ts';
import type { Member } from '../fleet/member.ts';
import { recordMember } from '../fleet/local/recordPlace.ts';
import { bestText, memberReport, progressText } from './runsTable.ts';
import { duration } from '../words/duration.ts';
import { number } from '../words/number.ts';
import { harmlessLines, singleLine } from '../words/harmless.ts';
import { metricText, type MetricUnit } from '../words/metric.ts';
import type { RunSummary } from '../history/runDetails.ts';

/** The longest name of a run in tmux's line. */
const maxNameLength = 16;

/**
 * Writes one short line for tmux's status-right: `demo ! may stop 950/1800 mAP 90.7 % best 90.7 % left 1 min`. tmux
 * expands formats (`#{...}`) and styles (`#[...]`) also in the output of a program, so that the line never has a `#`.
 */
export function tmuxLine(record: RunRecord, status: RunStatus | null): string {
  const name = forTmux(record.name).slice(0, maxNameLength);
  if (status === null) return `${name} ${record.state}`;
  const { summary, left } = status;
  const { verdict, at, planned, latest, best } = summary;
  const outcome = outcomeOf(record, summary);
  const isRunning = outcome === 'running';
  return [
    name,
    ...(isRunning ? [] : [endedText(outcome, verdict)]),
    ...(isRunning && isPaused(record) ? ['paused'] : []),
    ...(isRunning && record.armed ? ['stop planned'] : []),
    ...(isRunning && record.problem !== null ? ['problem: see plateau status'] : []),
    ...(isRunning ? [`${actionSign(verdict.action)} ${forTmux(wordsOf(verdict, false).toLowerCase())}`] : []),
    ...(at === null ? [] : [`${at}${planned === null ? '' : `/${planned}`}`]),
    ...(isRunning && latest !== null ? [`mAP ${metricText(latest, mapUnitOf(record))}`] : []),
    ...(best === null ? [] : [`best ${metricText(best.value, mapUnitOf(record))}`]),
    ...(isRunning && left !== null ? [`left ${duration(left)}`] : []),
  ].join(' ');
}

/** The state of a training as `plateau status --json` prints it. */
export function statusReport(
  record: RunRecord,
  { summary, checkpoint }: RunStatus,
  place: PlaceInTraining | undefined,
) {
  return {
    ...memberReport(recordMember(record, summary, place)),
    latest: summary.latest,
    loss: summary.loss,
    seconds: summary.elapsed,
    paused: isPaused(record),
    armed: record.armed ?? null,
    checkpoint,
  };
}

/** Writes the state of a training for a person. `place`: where it took several runs. */
export function statusText(
  record: RunRecord,
  { summary }: RunStatus,
  {
    finished = [],
    place,
  }: { readonly finished?: readonly Finished[]; readonly place?: PlaceInTraining | undefined } = {},
): string {
  const loss = summary.loss?.last;
  return harmlessLines([
    `${record.name} (${record.id}): ${outcomeText(record, summary)}${isPaused(record) ? ', paused' : ''}`,
    `  ${progressText(summary)}, best ${bestText(summary)}${loss === undefined || loss === null ? '' : `, loss ${number(loss)}`}`,
    `  ${singleLine(wordsOf(summary.verdict, record.state === 'ended'))}: ${summary.verdict.headline}`,
    ...linkLines(record, place),
    ...finished.slice(-1).map((measured) => `  ${describeFinished(measured, mapUnitOf(record))}`),
    ...(record.armed ? ['  a stop is planned'] : []),
    ...[describeWaiting(record)].flatMap((waits) => (waits === null ? [] : [`  It ${waits}.`])),
    ...describeAttempt(record).map((sentence) => `  ${sentence}`),
    ...(record.problem === null ? [] : [`  ${record.problem}`]),
  ]);
}

/** Writes how one of many trainings does, in a few lines for a person. */
export function memberText(member: Member): string {
  const { name, run, host, stateText, isPaused: paused, away, verdict, armed, trouble } = member;
  const words = verdict === null ? 'its log has yet to be read' : `${verdict.words}: ${verdict.headline}`;
  return harmlessLines([
    `${name} (${run}) on ${host}: ${stateText}${paused ? ', paused' : ''}`,
    `  ${progressText(member.position)}, best ${bestText(member)}`,
    `  ${singleLine(words)}`,
    ...(armed === null ? [] : ['  a stop is planned']),
    ...(trouble === null ? [] : [`  ${trouble}`]),
    ...(away === null ? [] : [`  as of before ${host} went away: ${away.why}`]),
  ]);
}

/** Which other run it belongs to. */
function linkLines(
  { continues = null, finishes = null }: RunRecord,
  place: PlaceInTraining | undefined,
): readonly string[] {
  return [
    ...(place === undefined ? [] : [placeLine(place)]),
    ...(continues === null
      ? []
      : [`  goes on from ${continues.run}${continues.at === null ? '' : ` at ${continues.at}`}`]),
    ...(finishes === null ? [] : [`  validates ${singleLine(finishes.file)} of ${finishes.run}`]),
  ];
}

function placeLine({ runs, shownAs }: PlaceInTraining): string {
  return shownAs === null
    ? `  the newest of ${runs.length} runs of one training: ${runs.join(', ')}`
    : `  an earlier run of the training that is listed as ${shownAs}`;
}

/** What a verdict adds to the outcome: `ended, over-fitted`. */
function endedText(outcome: string, { name, action }: RunSummary['verdict']): string {
  const [, more] = /^finished, (.+)$/.exec(verdictWords(name, action, true).toLowerCase()) ?? [];
  return more === undefined ? outcome : `${outcome}, ${forTmux(more)}`;
}

/** What a person reads of a verdict; what was kept may be of a time when the training was not over. */
function wordsOf({ name, action, words }: RunSummary['verdict'], isOver: boolean): string {
  return isOver || words === undefined ? verdictWords(name, action, isOver) : words;
}

function mapUnitOf({ advice }: RunRecord): MetricUnit {
  return advice?.mapUnit ?? 'percent';
}

function isPaused({ state, pauses }: RunRecord): boolean {
  return state === 'running' && pauses?.at(-1)?.to === null;
}

/** tmux would expand a `#`. */
function forTmux(text: string): string {
  return singleLine(text).replaceAll('#', '_');
}
