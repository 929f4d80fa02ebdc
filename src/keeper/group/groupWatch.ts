import type { OutrunFacts } from '../../advisor/facts.ts';
import type { AuditEvent } from '../../runs/audit.ts';
import type { OtherRuns } from '../../monitor/circumstances.ts';
import { keptRuns, leadsGroupOrMachine, outrunFacts } from '../../monitor/others/outrunFacts.ts';
import { pastBest } from '../../monitor/others/pastBest.ts';
import { type OwnStanding, seenGroup, type SeenGroup } from '../../monitor/others/seenGroup.ts';
import { type GroupIdentity, toldGroup } from '../../runs/group/toldGroup.ts';
import { writeJournal } from '../../runs/group/groupJournal.ts';
import { createRunReader } from '../../runs/group/runReader.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { awaitsSave } from '../../stopping/machine/stages.ts';

/** What the keeper of a run knows of others: it decides for its own run whether that is outrun. */
export interface GroupWatch {
  /**
   * Looks at the group and decides anew, where something is new of the run itself (`version` is another), else every
   * ten seconds; not more often than every two. Throws what the system says.
   */
  readonly look: (version: number, own: () => OwnStanding) => void;
  readonly others: () => OtherRuns;
  /** Whether it leads its group, which is looked at for that where it did not lead of late. Throws as `look`. */
  readonly leads: (own: () => OwnStanding) => boolean;
}

/** `record`: that of the run, as it is now. */
export function createGroupWatch(record: () => RunRecord, audit: (event: AuditEvent) => void): GroupWatch {
  const reader = createRunReader();
  let others: OtherRuns = {};
  let leads = false;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let lookedFor: number | null = null;
  let pastAt = Number.NEGATIVE_INFINITY;

  const seen = (self: RunRecord, identity: GroupIdentity, own: OwnStanding): SeenGroup =>
    seenGroup(self, identity, (each) => toldGroup(each)?.key === identity.key, reader, own);

  /**
   * Decides on the group as it was read. What another run writes down meanwhile makes it decide again, so that of two
   * that would both be out one is not. A run that auto-stop is about to stop stays out, whatever it still reaches: the
   * others must not count on it.
   */
  const decide = (own: OwnStanding): OutrunFacts | null => {
    const self = record();
    const identity = toldGroup(self);
    if (identity === null) return null;
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const group = seen(self, identity, own);
      leads = leadsGroupOrMachine(group, self.id);
      const found = outrunFacts(group, self.id, self.keep ?? keptRuns);
      const isOut = group.journal.out.has(self.id);
      if ((found !== null) === isOut || (isOut && isStopping(self))) return found;
      if (!writeJournal(group.directory, group.journal, found === null ? 'in' : 'out', self.id)) continue;
      audit({
        event: found === null ? 'not-outrun' : 'outrun',
        group: identity.name,
        leader: found?.leader ?? null,
        odds: found?.odds ?? null,
      });
      return found;
    }
    return others.outrun ?? null;
  };

  return {
    look(version, own) {
      const now = performance.now();
      if (now >= pastAt) {
        pastAt = now + pastEvery * 1000;
        others = { ...others, toPass: pastBest(record(), own().metric, reader) };
      }
      const since = now - lookedAt;
      if (since < newEvery * 1000 || (version === lookedFor && since < groupEvery * 1000)) return;
      lookedAt = now;
      lookedFor = version;
      leads = false;
      if (toldGroup(record()) !== null || others.outrun) others = { ...others, outrun: decide(own()) };
    },
    others: () => others,
    leads(own) {
      const self = record();
      const identity = toldGroup(self);
      return leads || (identity !== null && leadsGroupOrMachine(seen(self, identity, own()), self.id));
    },
  };
}

/** Whether auto-stop is past its countdown: from there on only a person can cancel it. */
function isStopping({ armed = null }: RunRecord): boolean {
  return armed?.plan.when === 'advice' && (awaitsSave(armed.stage) || armed.stage === 'signals');
}

/** Seconds between two looks at the group where something is new of the run, and where nothing is; and at the past. */
const newEvery = 2;
const groupEvery = 10;
const pastEvery = 300;

/** Whoever is never the first to write decides the next time. */
const maxAttempts = 5;
