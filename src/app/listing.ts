import { openFleet } from './fleet/openFleet.ts';
import type { Member } from '../fleet/member.ts';
import { describeWaiting } from '../runs/queue/describeWaiting.ts';
import { bestText, progressText } from '../report/runsTable.ts';
import type { ListedEntry } from '../ui/state/runList.ts';
import { duration } from '../words/duration.ts';

/** The trainings for a list that is there at once, however long their logs are. */
export interface Listing {
  /** The trainings as they are now, newest first. */
  readonly entries: () => Promise<readonly ListedEntry[]>;
  /** Leaves off reading. */
  readonly close: () => Promise<void>;
}

export async function openListing(): Promise<Listing> {
  const fleet = await openFleet({ hosts: [], slurm: false, pods: null });
  return {
    entries: async () =>
      fleet
        .members()
        .toSorted((one, other) => other.startedAt - one.startedAt || (other.run > one.run ? 1 : -1))
        .slice(0, maxEntries)
        .map(entryOf),
    close: fleet.close,
  };
}

/** More than anybody scrolls through; `plateau runs` has them all. */
const maxEntries = 200;

function entryOf(member: Member): ListedEntry {
  const { at, planned, unit } = member.position;
  return {
    id: member.run,
    name: member.name,
    state: member.stateText,
    isRunning: member.state === 'running' || member.state === 'starting',
    progress: progressText({ at, planned, unit }),
    best: bestText(member),
    curve: member.course,
    started: `${duration(Date.now() / 1000 - member.startedAt)} ago`,
    trouble: member.trouble,
    verdict: describeWaiting(member) ?? member.verdict?.headline ?? 'reading its log ...',
  };
}
