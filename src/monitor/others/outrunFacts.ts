import { groupRule } from '../../advisor/group/groupRule.ts';
import { leadsGroup, outrunOf } from '../../advisor/group/outrun.ts';
import type { OutrunFacts } from '../../advisor/facts.ts';
import type { SeenGroup } from './seenGroup.ts';

/** Of a group so many go on, whatever is outrun, where nobody says how many. */
export const keptRuns = 2;

/** Whether a run of a group is outrun, as its verdict says it; null where it is not. */
export function outrunFacts(group: SeenGroup, run: string, keep: number): OutrunFacts | null {
  const elsewhere = group.isAcross ? group.elsewhere : [];
  const runs = [...group.runs, ...elsewhere];
  const found = outrunOf(runs, run, groupRule, { keep, isOut: group.journal.out.has(run) });
  if (found === null) return null;
  const left = runs.filter((each) => each.run !== run && each.state === 'running').length;
  const { leader, leaderBest, behind, share, odds } = found;
  const name = group.names.get(leader) ?? leader;
  return { leader: name, leaderBest, behind, share, odds, left, elsewhere: elsewhere.length };
}

/** Whether a run leads those of its machine, or all that are known. */
export function leadsOthers({ runs, elsewhere }: SeenGroup, run: string): boolean {
  return leadsGroup(runs, run) || leadsGroup([...runs, ...elsewhere], run);
}
