import { actionText } from '../advisor/verdictTable.ts';
import type { QuickStatus } from '../history/quickStatus.ts';
import type { Story } from '../history/story.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { outcomeOf, outcomeText } from './outcome.ts';
import { bestText, listedRunReport, progressText } from './runsTable.ts';
import { duration } from '../words/duration.ts';
import { number } from '../words/number.ts';
import { singleLine } from '../words/singleLine.ts';
import { metricText } from '../words/metric.ts';

/** Characters of a run's name in the line for tmux. */
const maxNameLength = 16;

/**
 * One short line for tmux's status-right: `demo ! plateau 950/1800 mAP .907 best .907 left 1 min`. tmux expands formats
 * (`#{...}`) and styles (`#[...]`) also in what a program prints, so that there is no `#` in it, whatever the run is
 * called.
 */
export function tmuxLine(record: RunRecord, status: QuickStatus | null): string {
  const name = harmless(record.name).slice(0, maxNameLength);
  if (status === null) return `${name} ${record.state}`;
  const { figures, verdict, verdictAge, left } = status;
  const outcome = outcomeOf(record, figures);
  const isRunning = outcome === 'running';
  return [
    name,
    ...(isRunning ? [] : [outcome]),
    ...(isRunning && isPaused(record) ? ['paused'] : []),
    ...(isRunning && record.armed ? ['stop planned'] : []),
    ...(isRunning && verdict !== null ? [`${actionText(verdict.action).sign} ${harmless(verdict.name)}`] : []),
    ...(isRunning && verdict !== null && verdictAge !== null && verdictAge >= 60
      ? [`(${duration(verdictAge)} ago)`]
      : []),
    ...(figures.at === null ? [] : [`${figures.at}${figures.planned === null ? '' : `/${figures.planned}`}`]),
    ...(isRunning && figures.latest !== null ? [`mAP ${metricText(figures.latest, 'fraction', 'compact', 3)}`] : []),
    ...(figures.best === null ? [] : [`best ${metricText(figures.best.value, 'fraction', 'compact', 3)}`]),
    ...(isRunning && left !== null ? [`left ${duration(left)}`] : []),
  ].join(' ');
}

/** How a training does, as `plateau status --json` prints it. */
export function statusReport(record: RunRecord, story: Story) {
  return {
    ...listedRunReport({ record, summary: story }),
    headline: story.verdict.headline,
    latest: story.latest,
    loss: story.loss,
    seconds: story.elapsed,
    paused: isPaused(record),
    armed: record.armed ?? null,
    checkpoint: story.checkpoints.at(-1) ?? null,
  };
}

/** How a training does, as lines for a person. */
export function statusText(record: RunRecord, story: Story): string {
  const loss = story.loss?.last;
  return [
    `${singleLine(record.name)} (${record.id}): ${outcomeText(record, story)}${isPaused(record) ? ', paused' : ''}`,
    `  ${progressText(story)}, best ${bestText(story)}${loss === undefined || loss === null ? '' : `, loss ${number(loss)}`}`,
    `  ${story.verdict.name} (${story.verdict.action}): ${story.verdict.headline}`,
    ...(record.armed ? ['  a stop is planned'] : []),
    ...(record.problem === null ? [] : [`  ${singleLine(record.problem)}`]),
  ].join('\n');
}

function isPaused({ state, pauses }: RunRecord): boolean {
  return state === 'running' && pauses?.at(-1)?.to === null;
}

function harmless(text: string): string {
  return singleLine(text).replaceAll('#', '_');
}
