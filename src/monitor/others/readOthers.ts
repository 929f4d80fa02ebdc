import { toldGroup } from '../../runs/group/toldGroup.ts';
import { createRunReader, type RunReader } from '../../runs/group/runReader.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { readStatus } from '../../runs/statusFile.ts';
import type { OtherRuns } from '../circumstances.ts';
import { keptRuns, outrunFacts } from './outrunFacts.ts';
import { pastBest } from './pastBest.ts';
import { seenGroup } from './seenGroup.ts';

/**
 * What other runs say of one, for whoever looks at it and decides nothing: that it is outrun, where its keeper has
 * written that down, and the best of the past.
 */
export function readOthers(record: RunRecord, reader: RunReader = createRunReader()): OtherRuns {
  const metric = readStatus(record)?.metric.name ?? null;
  if (metric === null) return {};
  const identity = toldGroup(record);
  const isLive = record.state === 'running';
  const group =
    identity === null || !isLive
      ? null
      : seenGroup(record, identity, (each) => toldGroup(each)?.key === identity.key, reader, null);
  const isOut = group !== null && group.journal.out.has(record.id);
  return {
    outrun: isOut ? outrunFacts(group, record.id, record.keep ?? keptRuns) : null,
    toPass: pastBest(record, metric, reader),
  };
}

/** The same, looked up again after some seconds: for a view that asks with every verdict. */
export function createOthers(run: string): () => OtherRuns {
  const reader = createRunReader();
  let known: OtherRuns = {};
  let nextAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (performance.now() < nextAt) return known;
    nextAt = performance.now() + lookEvery * 1000;
    const [record] = reader.find(({ id }) => id === run);
    known = record === undefined ? {} : readOthers(record, reader);
    return known;
  };
}

const lookEvery = 5;
