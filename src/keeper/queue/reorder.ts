import type { RunRecord } from '../../runs/runRecord.ts';
import type { Turn } from './waitStep.ts';

/** Where a run that waits is to stand: behind another one, or before one that waits too. */
export type QueuePlace =
  | { readonly place: 'after'; readonly run: string; readonly onlyOk: boolean }
  | { readonly place: 'before'; readonly run: string };

/** One run, and whom it waits for from now on. */
export interface Move {
  readonly run: string;
  readonly after: Turn;
}

type Queued = Pick<RunRecord, 'id' | 'state' | 'after'>;

/**
 * The moves that bring a run to another place of its queue, in the order in which they are to be made. Who waited for
 * it takes its place; where it is put before another one, that waits for it. Throws a sentence when one of the two does
 * not wait, or when both would wait for each other.
 */
export function movesTo(all: readonly Queued[], id: string, place: QueuePlace): readonly Move[] {
  const waiting = new Map(all.filter(({ state }) => state === 'waiting').map((record) => [record.id, record]));
  const moved = waiting.get(id);
  if (moved?.after === undefined || moved.after === null)
    throw new Error(`${id} does not wait, so it cannot be moved.`);
  const { after } = moved;
  if (place.run === id) throw new Error(`${id} cannot wait for itself.`);
  const closing = [...waiting.values()].flatMap((each) =>
    each.after?.run === id ? [{ run: each.id, after: { run: after.run, onlyOk: each.after.onlyOk } }] : [],
  );
  const moves =
    place.place === 'after'
      ? [...closing, behind(id, place)]
      : [...closing, ...before(waiting, moved, place.run, closing)];
  refuseCircles(waiting, moves);
  return moves;
}

function behind(id: string, { run, onlyOk }: Turn): Move {
  return { run: id, after: { run, onlyOk } };
}

function before(
  waiting: ReadonlyMap<string, Queued>,
  moved: Queued,
  other: string,
  closing: readonly Move[],
): readonly Move[] {
  const next = closing.find(({ run }) => run === other)?.after ?? waiting.get(other)?.after ?? null;
  if (next === null) throw new Error(`${other} does not wait, so nothing can be put before it.`);
  return [
    { run: moved.id, after: { run: next.run, onlyOk: moved.after?.onlyOk ?? false } },
    { run: other, after: { run: moved.id, onlyOk: next.onlyOk } },
  ];
}

function refuseCircles(waiting: ReadonlyMap<string, Queued>, moves: readonly Move[]): void {
  const next = new Map([...waiting].map(([id, { after }]) => [id, after?.run]));
  for (const { run, after } of moves) next.set(run, after.run);
  for (const { run } of moves) {
    const seen = new Set<string>();
    for (let at: string | undefined = run; at !== undefined; at = next.get(at)) {
      if (seen.has(at)) throw new Error(`${run} cannot wait for ${next.get(run)}, which would wait for it.`);
      seen.add(at);
    }
  }
}

/**
 * The runs that wait, each behind the one that it waits for where that waits too; else in the order in which they were
 * started.
 */
export function inTurn<Record extends Queued & Pick<RunRecord, 'startedAt'>>(
  all: readonly Record[],
): readonly Record[] {
  const waiting = all.filter(({ state }) => state === 'waiting').toSorted((a, b) => a.startedAt - b.startedAt);
  const behindOf = Map.groupBy(waiting, ({ after }) => after?.run ?? '');
  const ids = new Set(waiting.map(({ id }) => id));
  const placed = new Set<Record>();
  const place = (record: Record): void => {
    if (placed.has(record)) return;
    placed.add(record);
    for (const each of behindOf.get(record.id) ?? []) place(each);
  };
  for (const record of waiting) if (!ids.has(record.after?.run ?? '')) place(record);
  // Those of a circle, which only a record that was edited by hand can make.
  for (const record of waiting) place(record);
  return [...placed];
}
