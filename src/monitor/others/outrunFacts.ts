import { groupRule } from '../../advisor/group/groupRule.ts';
import { leadsGroup, outrunOf } from '../../advisor/group/outrun.ts';
import type { OutrunFacts } from '../../advisor/facts.ts';
import type { SeenGroup } from './seenGroup.ts';

/** Of a group so many go on, whatever is outrun, where nobody says how many. */
export const keptRuns = 2;

/** Whether a run of a group is outrun, as its verdict says it; null where it is not. */
export function outrunFacts(group: SeenGroup, run: string, keep: number): OutrunFacts | null {
  const remoteRuns = group.countsRemote ? group.remoteRuns : [];
  const runs = [...group.runs, ...remoteRuns];
  const found = outrunOf(runs, run, groupRule, { keep, isOut: group.journal.out.has(run) });
  if (found === null) return null;
  const left = runs.filter((each) => each.run !== run && each.state === 'running').length;
  const { leader, leaderBest, behind, share, odds } = found;
  const name = group.names.get(leader) ?? leader;
  return { leader: name, leaderBest, behind, share, odds, left, remoteRuns: remoteRuns.length };
}

/** Whether a run leads the runs of its machine, or those of all machines. */
export function leadsGroupOrMachine({ runs, remoteRuns }: SeenGroup, run: string): boolean {
  return leadsGroup(runs, run) || leadsGroup([...runs, ...remoteRuns], run);
}
