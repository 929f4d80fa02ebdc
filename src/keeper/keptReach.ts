import { localHost } from '../processes/localHost.ts';
import { escapedFrom } from '../processes/proc/escaped.ts';
import { isSame, type ProcessIdentity } from '../processes/processFacts.ts';
import { recordedTraining } from '../processes/recorded.ts';
import { lookEvery, saveLookEvery } from '../stopping/defaults.ts';
import { processReach } from '../stopping/driver/processReach.ts';
import type { Reach } from '../stopping/driver/reach.ts';
import type { RecordStore } from './recordStore.ts';

/** The training that a keeper keeps. Its end is told by its parent, the keeper, which knows the exit status. */
export function keptReach(records: RecordStore): Reach {
  return processReach({
    host: localHost,
    training: () => recordedTraining(records.current()),
    onLook: ({ strays }) => rememberStrays(records, strays),
    pace: { seldom: null, soon: lookEvery, closely: saveLookEvery },
    mayHalt: true,
    onEnd: null,
  });
}

/** From now on what got away from the training counts as a part of it: somebody has said so. */
export function takeEscaped(records: RecordStore): void {
  rememberStrays(records, [...(records.current().strays ?? []), ...escapedFrom(records.current())]);
}

/** Once their parent is gone, nothing but the record tells whose they are. */
function rememberStrays(records: RecordStore, strays: readonly ProcessIdentity[]): void {
  const known = records.current().strays ?? [];
  if (strays.every((stray) => known.some((each) => isSame(each, stray)))) return;
  records.change({ strays: strays.map(({ pid, startTime }) => ({ pid, startTime })) });
}
