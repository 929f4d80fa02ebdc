import { placesInTrainings } from '../../runs/linked/trainings.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import type { MemberFacts } from '../member.ts';

/** A run as it is now, and what is told of it as if it were a training alone (`localFacts`). */
interface TrainingAlone {
  readonly present: RunRecord;
  readonly facts: MemberFacts;
}

/**
 * Tells of each run of a state directory which training it is of. What is wrong with the others of a training, such as
 * processes that got away from them, is told with the run that stands for it. Facts of which nothing has changed are
 * the same objects as before.
 */
export function inTrainings(runs: ReadonlyMap<string, TrainingAlone>): ReadonlyMap<string, MemberFacts> {
  const places = placesInTrainings(Array.from(runs.values(), ({ present }) => present));
  return new Map(
    Array.from(runs, ([id, { facts }]) => {
      const place = places.get(id);
      if (place === undefined) return [id, facts];
      const others = place.shownAs === null ? place.runs.filter((run) => run !== id) : [];
      const troubles = [id, ...others]
        .map((run) => runs.get(run)?.facts.trouble ?? null)
        .filter((each) => each !== null);
      const trouble = troubles.length === 0 ? null : troubles.join(' ');
      return [id, asBefore(facts, { ...facts, ...place, trouble })];
    }),
  );
}

/** What was told last, by the facts of the run alone. */
const toldBefore = new WeakMap<MemberFacts, MemberFacts>();

function asBefore(alone: MemberFacts, told: MemberFacts): MemberFacts {
  const before = toldBefore.get(alone);
  const isSame =
    before !== undefined &&
    before.shownAs === told.shownAs &&
    before.trouble === told.trouble &&
    before.runs.join(' ') === told.runs.join(' ');
  if (isSame) return before;
  toldBefore.set(alone, told);
  return told;
}
