import { randomUUID } from 'node:crypto';
import { thisMachine } from '../../processes/thisMachine.ts';
import type { Member, MemberFacts } from '../member.ts';
import { placed } from '../place.ts';
import type { FleetSource } from '../source.ts';
import { carryOut } from './carryOut.ts';
import type { LocalRuns } from './localRuns.ts';
import { recordPlace } from './recordPlace.ts';

/** The runs of this machine, and those that other machines have written into the same state directory. */
export function localSource(runs: LocalRuns): FleetSource {
  const opened = Date.now() / 1000;
  const { host: name } = thisMachine();
  let from = runs.facts();
  let known = new Map<string, { readonly facts: MemberFacts; readonly member: Member }>();
  let members: readonly Member[] = [];

  const memberOf = (facts: MemberFacts): Member => {
    const record = runs.record(facts.run);
    const place = record === null ? ({ host: name, way: 'here' } as const) : recordPlace(record);
    return placed(facts, { ...place, away: null, clockAhead: 0 });
  };
  const refresh = (): void => {
    from = runs.facts();
    known = new Map(
      Array.from(from, ([id, facts]) => {
        const before = known.get(id);
        return [id, before?.facts === facts ? before : { facts, member: memberOf(facts) }];
      }),
    );
    members = Array.from(known.values(), ({ member }) => member);
  };
  refresh();

  return {
    host: () => ({ name, kind: 'here', state: 'live', since: opened, problem: null, remedy: null }),
    members() {
      if (from !== runs.facts()) refresh();
      return members;
    },
    subscribe: runs.subscribe,
    async request({ run }, request) {
      const record = runs.record(run);
      if (record === null) return { state: 'refused', problem: `There is no run ${run} any more.` };
      const reply = await carryOut(record, request, randomUUID());
      runs.look(run);
      return reply;
    },
    close: runs.close,
  };
}
