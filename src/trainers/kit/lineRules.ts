import type { Emit } from '../trainer.ts';

/** One kind of line: its pattern, and what is done with a match. */
export interface LineRule<Context extends readonly unknown[]> {
  readonly line: RegExp;
  readonly read: (match: RegExpExecArray, ...context: Context) => void;
}

/** Reads a line by the first rule that matches. Returns false when none does. */
export function readByRule<Context extends readonly unknown[]>(
  rules: readonly LineRule<Context>[],
  text: string,
  ...context: Context
): boolean {
  for (const { line, read } of rules) {
    const match = line.exec(text);
    if (match === null) continue;
    read(match, ...context);
    return true;
  }
  return false;
}

/** Reads one kind of line. Returns false when the line is of another kind. */
export type KindReader<Memory> = (text: string, memory: Memory, emit: Emit) => boolean;

/** Reads a line as the first of these kinds that it is of. Returns false when it is of none. */
export function readByKind<Memory>(
  kinds: readonly KindReader<Memory>[],
  text: string,
  memory: Memory,
  emit: Emit,
): boolean {
  return kinds.some((read) => read(text, memory, emit));
}
