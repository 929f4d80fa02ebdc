import { openHistory } from '../history/history.ts';
import { recallDetails } from '../history/recallDetails.ts';
import type { KeptSeries, RunDetails } from '../history/runDetails.ts';
import { oncePerTraining, placesInTrainings } from '../runs/linked/trainings.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { listRuns } from '../runs/runs.ts';
import { outcomeOf } from '../history/outcome.ts';
import type { Bucket } from '../run/series.ts';
import type { OtherRun } from '../ui/state/facts/others.ts';
import { placeOf } from '../run/evaluations.ts';

/**
 * The newest trainings of this user but that of one run, to be laid over it: from the history where it knows them, else
 * from their logs.
 */
export async function otherRuns(but: string | null): Promise<readonly OtherRun[]> {
  // What is wrong with the history is said where a list is asked for, not over a dashboard.
  const history = openHistory(() => {});
  try {
    const others: OtherRun[] = [];
    const { runs } = listRuns();
    const places = placesInTrainings(runs);
    const own = new Set(places.get(but ?? '')?.runs ?? [but]);
    for (const record of oncePerTraining(runs, places)
      .filter(({ id }) => !own.has(id))
      .slice(0, maxOthers)) {
      others.push(otherRun(record, await recallDetails(record, history)));
    }
    return others;
  } finally {
    history.close();
  }
}

/** More of them fit neither a pane nor a chart. */
const maxOthers = 24;

function otherRun(record: RunRecord, details: RunDetails): OtherRun {
  const loss = details.series.find(({ name }) => name === 'loss');
  return {
    id: record.id,
    name: record.name,
    state: outcomeOf(record, details),
    axis: details.unit,
    at: details.at,
    total: details.planned,
    best: details.best,
    loss: loss === undefined ? [] : bucketsOf(loss),
    map: mapOf(details),
  };
}

function bucketsOf({ points }: KeptSeries): Bucket[] {
  return points.flatMap(([from, to, min, mean, max]) =>
    min === null || mean === null || max === null ? [] : [{ from, to, count: 1, finite: 1, min, mean, max }],
  );
}

function mapOf({ evaluations, unit, best }: RunDetails): OtherRun['map'] {
  const metric = best?.metric ?? 'map50';
  return evaluations.flatMap((evaluation) => {
    const at = placeOf({ axis: unit }, evaluation);
    const value = evaluation[metric];
    return at === null || value === null ? [] : [{ at, value }];
  });
}
