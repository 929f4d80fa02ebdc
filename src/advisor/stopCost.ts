import type { Run } from '../run/run.ts';
import { bestCheckpoint, lastResumable, timeLeft, unsavedWork } from '../run/selectors.ts';
import type { TrainerHabits } from '../trainers/trainer.ts';
import { count, counted } from '../words/count.ts';
import { duration } from '../words/duration.ts';
import { percent } from '../words/fraction.ts';
import { metricTitles } from '../words/metric.ts';

/** What a person should know before a training is stopped now, as short labelled facts, the most important first. */
export interface StopFact {
  readonly label: 'lost' | 'last save' | 'best' | 'saved time' | 'SIGINT' | 'resume';
  readonly text: string;
}

/** The cost of stopping at this moment: what is lost, what is kept, what the trainer does on SIGINT. */
export function stopCost(run: Run, habits: TrainerHabits | null): readonly StopFact[] {
  const unit = run.axis;
  const lost = unsavedWork(run);
  const saved = lastResumable(run);
  const best = bestCheckpoint(run);
  const left = timeLeft(run);
  const facts: StopFact[] = [
    {
      label: 'lost',
      text:
        lost.steps === 0
          ? 'nothing trained since the last save'
          : `${counted(lost.steps, unit)} (${duration(lost.seconds)}) since the last save`,
    },
    {
      label: 'last save',
      text:
        saved === null
          ? 'none announced yet: everything trained so far would be lost'
          : `${saved.path}${saved.at === null ? '' : ` (${unit} ${count(saved.at)})`}`,
    },
  ];
  if (run.best !== null) {
    const metric = metricTitles[run.best.metric];
    facts.push({
      label: 'best',
      text: `${metric} ${percent(run.best.value)} at ${unit} ${count(run.best.at)}${best === null ? ', not saved apart' : `: ${best.path}`}`,
    });
  }
  if (left !== null && left > 0) facts.push({ label: 'saved time', text: duration(left) });
  if (habits !== null) {
    facts.push({ label: 'SIGINT', text: habits.interrupt }, { label: 'resume', text: habits.resume });
  }
  return facts;
}
