import { neverStarted, type RunRecord } from '../runRecord.ts';

/** What of a run tells which training it belongs to. */
type LinkedRun = Pick<RunRecord, 'id' | 'state' | 'startedAt' | 'continues' | 'retryOf'>;

/** The place of a run in a training that took several runs. */
export interface PlaceInTraining {
  /** The ids of the runs of that training, oldest first, its own among them. */
  readonly runs: readonly string[];
  /** The run that stands for the training; null where that is this one. */
  readonly shownAs: string | null;
}

/**
 * The places of runs in their trainings, by their ids; a run that is a training alone has none. Its newest run stands
 * for a training: the one from which no other went on. Where two went on from the same run both stand, each for a curve
 * of its own, but one that never started gives way to one that did. Pure.
 */
export function placesInTrainings(runs: readonly LinkedRun[]): ReadonlyMap<string, PlaceInTraining> {
  if (runs.every((run) => runBefore(run) === null)) return new Map();
  const byId = new Map(runs.map((run) => [run.id, run]));
  const before = (run: LinkedRun): LinkedRun | null => byId.get(runBefore(run) ?? '') ?? null;
  const wentOn = new Set(runs.flatMap((run) => before(run)?.id ?? []));
  const branches = runs
    .filter((run) => !wentOn.has(run.id) && before(run) !== null)
    .toSorted(oldestFirst)
    .map((last) => {
      // A set ends at a run that is in it already, which only a record changed by hand can cause.
      const path = new Set<LinkedRun>();
      for (let run: LinkedRun | null = last; run !== null && !path.has(run); run = before(run)) path.add(run);
      return [...path].toReversed();
    });
  const places = new Map<string, PlaceInTraining>();
  for (const ofOne of Map.groupBy(branches, ([first]) => first).values()) {
    const started = ofOne.filter((branch) => !neverStarted(branch.at(-1)!));
    const standing = started.length > 0 ? started : ofOne.slice(-1);
    for (const branch of standing) {
      const isNewest = branch === standing.at(-1);
      const others = isNewest ? ofOne.filter((each) => !standing.includes(each)).flat() : [];
      const ids = [...new Set([...branch, ...others])].toSorted(oldestFirst).map(({ id }) => id);
      const shown = branch.at(-1)!.id;
      for (const id of ids) places.set(id, { runs: ids, shownAs: id === shown ? null : shown });
    }
  }
  return places;
}

/** The run that one goes on from, or in whose place it was started; null for none. */
export function runBefore({ continues, retryOf }: Pick<RunRecord, 'continues' | 'retryOf'>): string | null {
  return continues?.run ?? retryOf?.run ?? null;
}

function oldestFirst(one: LinkedRun, other: LinkedRun): number {
  return one.startedAt - other.startedAt || (one.id < other.id ? -1 : 1);
}

/**
 * Of runs those that stand for their trainings, in their order: each training once. `places`: theirs, where they are
 * known already. Pure.
 */
export function oncePerTraining<Run extends LinkedRun>(
  runs: readonly Run[],
  places = placesInTrainings(runs),
): readonly Run[] {
  return runs.filter(({ id }) => (places.get(id)?.shownAs ?? null) === null);
}

/**
 * The runs that are meant by one that a person names: all of its training where it stands for that, less those that
 * another run goes on from too; else itself alone. The named one first, then the others in their order. Pure.
 */
export function meantBy<Run extends LinkedRun>(named: Run, runs: readonly Run[]): readonly [Run, ...Run[]] {
  const places = placesInTrainings(runs);
  const own = places.get(named.id);
  if (own === undefined || own.shownAs !== null) return [named];
  const shared = new Set<string>();
  for (const [id, place] of places) {
    if (place.shownAs === null && id !== named.id) for (const each of place.runs) shared.add(each);
  }
  const mine = new Set(own.runs);
  return [named, ...runs.filter(({ id }) => id !== named.id && mine.has(id) && !shared.has(id))];
}
