import type { GroupPoint } from '../../advisor/group/groupPoints.ts';
import type { GroupRun } from '../../advisor/group/outrun.ts';
import { areComparable, groupDirectory } from '../../runs/group/groupOf.ts';
import { type GroupUpdate, readGroupUpdate } from '../../runs/group/groupUpdate.ts';
import { areComparableRemotely, comparisonKeyOf } from '../../runs/group/comparisonKey.ts';
import type { GroupIdentity } from '../../runs/group/toldGroup.ts';
import { oncePerTraining } from '../../runs/linked/trainings.ts';
import { type GroupJournal, readJournal } from '../../runs/group/groupJournal.ts';
import type { RunReader } from '../../runs/group/runReader.ts';
import { ownerOf, runKey } from '../../runs/runKey.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { readStatus, type StatusFile } from '../../runs/statusFile.ts';

/** How a run stands, as it knows that itself. */
export interface OwnStanding {
  readonly points: readonly GroupPoint[];
  /** The name of the figure that is judged, as in `status.json`. */
  readonly metric: string;
}

/** The runs of a group that one of them can be compared with. */
export interface SeenGroup {
  readonly directory: string;
  readonly journal: GroupJournal;
  /** Those of this state directory, itself among them. */
  readonly runs: readonly GroupRun[];
  /** What people call each. */
  readonly names: ReadonlyMap<string, string>;
  /** Those on other machines, while an open list sends them. */
  readonly remoteRuns: readonly GroupRun[];
  /** Whether the remote runs count for the decision: it has the turn, or is out. */
  readonly countsRemote: boolean;
}

/**
 * The group of a run as it is now, each training once. Runs on other data, or that are judged by another figure, are
 * left out. `own` takes the place of what its status file says.
 */
export function seenGroup(
  self: RunRecord,
  identity: GroupIdentity,
  isMember: (record: RunRecord) => boolean,
  reader: RunReader,
  own: OwnStanding | null,
): SeenGroup {
  const directory = groupDirectory(identity);
  const journal = readJournal(directory);
  const metric = own?.metric ?? readStatus(self)?.metric.name ?? null;
  const runs: GroupRun[] = [];
  const names = new Map<string, string>();
  const found = reader.find(isMember);
  for (const record of oncePerTraining(found.filter((each) => areComparable(self, each)))) {
    const status = readStatus(record);
    const isSelf = record.id === self.id;
    if (!isSelf && (status === null || status.metric.name !== metric)) continue;
    const points = isSelf && own !== null ? own.points : (status?.points ?? []);
    runs.push({ run: record.id, points, state: journal.out.has(record.id) ? 'out' : groupState(record, status) });
    names.set(record.id, record.name);
  }
  const update = identity.kind === 'named' ? readGroupUpdate(directory) : null;
  const remote = update === null ? [] : remoteRunsOf(update, self, metric, found);
  for (const { key, name } of remote) names.set(key, name);
  return {
    directory,
    journal,
    runs,
    names: unambiguous(names),
    remoteRuns: remote.map(({ key, points, state }) => ({ run: key, points, state })),
    countsRemote: journal.out.has(self.id) || update?.turn === keyOf(self),
  };
}

/** The runs of an update that are on other machines and can be compared with a run. */
function remoteRunsOf(
  { runs }: GroupUpdate,
  self: RunRecord,
  metric: string | null,
  local: readonly RunRecord[],
): GroupUpdate['runs'] {
  const localKeys = new Set(local.map(keyOf));
  const comparisonKey = comparisonKeyOf(self);
  return runs.filter(
    (each) =>
      !localKeys.has(each.key) && each.metric === metric && areComparableRemotely(each.comparisonKey, comparisonKey),
  );
}

function keyOf(record: RunRecord): string {
  return runKey({ ...ownerOf(record), run: record.id });
}

/** A run that has ended counts where its plan was done; one that is broken gets no better. */
export function groupState(record: RunRecord, status: StatusFile | null): GroupRun['state'] {
  const isBroken = status !== null && (status.verdict.severity === 'high' || status.log.state === 'failed');
  if (record.state === 'running' || record.state === 'starting') return isBroken ? 'out' : 'running';
  return record.state === 'ended' && !isBroken && (status?.position.progress ?? 0) >= 1 ? 'done' : 'out';
}

/** Runs of one name are told by their ids. */
function unambiguous(names: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const all = [...names.values()];
  return new Map([...names].map(([id, name]) => [id, all.filter((each) => each === name).length > 1 ? id : name]));
}
