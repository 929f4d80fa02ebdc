import { homedir } from 'node:os';
import { singleLine } from '../../words/harmless.ts';

/** What there is of one thing that Plateau works with, in a line that may be shown to anybody. */
export interface Diagnosis {
  readonly name: string;
  readonly says: string;
  /** It is there and does not work. What is not there is no fault: nobody needs all of it. */
  readonly isFault: boolean;
}

/** Seconds that each program has to answer: a hung driver or daemon never does. */
export const maxSeconds = 3;

export function fine(name: string, says: string): Diagnosis {
  return { name, says: withoutHome(singleLine(says)), isFault: false };
}

export function fault(name: string, says: string): Diagnosis {
  return { name, says: withoutHome(singleLine(says)), isFault: true };
}

/** The name of a home directory is often that of a person. */
function withoutHome(text: string): string {
  const home = homedir();
  return home.length > 1 ? text.replaceAll(home, '~') : text;
}
