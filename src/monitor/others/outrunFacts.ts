import { groupRule } from '../../advisor/group/groupRule.ts';
import { outrunOf } from '../../advisor/group/outrun.ts';
import type { OutrunFacts } from '../../advisor/facts.ts';
import type { SeenGroup } from './seenGroup.ts';

/** Of a group so many go on, whatever is outrun, where nobody says how many. */
export const keptRuns = 2;

/** Whether a run of a group is outrun, as its verdict says it; null where it is not. */
export function outrunFacts(group: SeenGroup, run: string, keep: number): OutrunFacts | null {
  const found = outrunOf(group.runs, run, groupRule, { keep, isOut: group.journal.out.has(run) });
  if (found === null) return null;
  const left = group.runs.filter((each) => each.run !== run && each.state === 'running').length;
  const { leader, leaderBest, behind, share, odds } = found;
  return { leader: group.names.get(leader) ?? leader, leaderBest, behind, share, odds, left };
}
