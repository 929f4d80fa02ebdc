import rule from './rule.json' with { type: 'json' };
import type { OutrunRule } from './outrun.ts';

/** The rule that `npm run advisor:groups` chose on real groups, with what it promises and what was measured. */
export const groupRule: GroupRule = rule;

export interface GroupRule extends OutrunRule {
  /** In at most this share of groups the best of the group loses more than half a point. */
  readonly risk: number;
  readonly corpus: { readonly date: string; readonly groups: number; readonly runs: number };
}
