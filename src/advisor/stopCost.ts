import type { Run } from '../run/run.ts';
import { lastSave, trainedFrom, unsavedWork } from '../run/saves.ts';
import { bestCheckpoint, timeLeft } from '../run/selectors.ts';
import type { TrainerHabits } from '../trainers/trainer.ts';
import { count, counted } from '../words/count.ts';
import { duration } from '../words/duration.ts';
import { metricText, metricTitles, type MetricUnit } from '../words/metric.ts';

/** What a person should know before a training is stopped now, as short labelled facts, the most important first. */
export interface StopFact {
  readonly label: 'lost' | 'last save' | 'best' | 'saved time' | 'SIGINT' | 'resume';
  readonly text: string;
}

/** The cost of stopping at this moment: what is lost, what is kept, what the trainer does on SIGINT. */
export function stopCost(run: Run, habits: TrainerHabits | null, mapUnit: MetricUnit = 'percent'): readonly StopFact[] {
  const unit = run.axis;
  const best = bestCheckpoint(run);
  const left = timeLeft(run);
  const facts: StopFact[] = [
    { label: 'lost', text: lostText(run, habits) },
    { label: 'last save', text: savedText(run, habits) },
  ];
  if (run.best !== null) {
    const metric = metricTitles[run.best.metric];
    facts.push({
      label: 'best',
      text: `${metric} ${metricText(run.best.value, mapUnit)} at ${unit} ${count(run.best.at)}${best === null ? ', not saved apart' : `: ${best.path}`}`,
    });
  }
  if (left !== null && left > 0) facts.push({ label: 'saved time', text: duration(left) });
  if (habits !== null) {
    facts.push({ label: 'SIGINT', text: habits.interrupt }, { label: 'resume', text: habits.resume });
  }
  return facts;
}

function lostText(run: Run, habits: TrainerHabits | null): string {
  const { steps, seconds } = unsavedWork(run, habits);
  const saved = lastSave(run, habits);
  const part = steps === 0 ? partOfEpoch(run) : null;
  if (part !== null) return part;
  if (steps === 0)
    return saved === null ? 'nothing: no step is done yet' : 'nothing: no step is done since the last save';
  const since = saved !== null ? 'the last save' : trainedFrom(run, habits) > 0 ? 'it was resumed' : 'it began';
  return lostSince(steps, run.axis, seconds, since);
}

/** Says what a stop loses: `12 epochs (34 min) since the last save`. */
export function lostSince(steps: number, unit: string, seconds: number | null, since: string): string {
  return `${counted(steps, unit)}${seconds === null ? '' : ` (${duration(seconds)})`} since ${since}`;
}

/** What is done of the epoch whose bar is drawn, where epochs are counted; null where none is, or nothing of it. */
function partOfEpoch({ axis, batches }: Pick<Run, 'axis' | 'batches'>): string | null {
  if (axis !== 'epoch' || batches === null || batches.done === 0) return null;
  return `the part of epoch ${count(batches.epoch)} that is done (${count(batches.done)} of ${counted(batches.total, 'batch', 'batches')})`;
}

function savedText(run: Run, habits: TrainerHabits | null): string {
  const saved = lastSave(run, habits);
  if (saved === null) {
    const from = trainedFrom(run, habits);
    return from > 0 ? `none announced since it was resumed at ${run.axis} ${count(from)}` : 'none announced yet';
  }
  const at = saved.at === null ? '' : `${run.axis} ${count(saved.at)}`;
  if (saved.path === null) return `probably at ${at}: this trainer saves after each evaluation without a word`;
  return at === '' ? saved.path : `${saved.path} (${at})`;
}
