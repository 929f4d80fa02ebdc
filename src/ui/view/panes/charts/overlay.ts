import type { ScreenFacts } from '../../../state/facts/facts.ts';
import { type OtherRun, isComparable } from '../../../state/facts/others.ts';
import type { ScreenState } from '../../../state/state.ts';
import type { Role } from '../../../../words/terminal/row.ts';

export interface Overlaid {
  readonly other: OtherRun;
  readonly role: Role;
  readonly sign: string;
}

/**
 * Returns the trainings that are overlaid on this one, each with its own colour and letter. Leaves out those with
 * another axis.
 */
export function overlaidRuns(facts: ScreenFacts, { overlay }: ScreenState): Overlaid[] {
  return (facts.others ?? [])
    .filter((other) => overlay.includes(other.id) && isComparable(facts.run, other))
    .map((other) => {
      const { role, sign } = faceOfRun(facts, other);
      return { other, role, sign };
    });
}

/** Returns the colour and the letter of a training, counted from the oldest, so that a new one changes none. */
export function faceOfRun({ others }: ScreenFacts, other: OtherRun): { readonly role: Role; readonly sign: string } {
  const place = (others ?? []).toReversed().indexOf(other);
  return { role: roles[place % roles.length] ?? 'other-a', sign: letters[place % letters.length] ?? 'a' };
}

const roles = ['other-a', 'other-b', 'other-c', 'other-d'] as const;
const letters = 'abcdefghijklmnopqrstuvwxyz';
