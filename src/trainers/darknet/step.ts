import type { Cursor } from '../../log/formats/fields.ts';

/**
 * Steps over a text of so many bytes that begins with these two; fails the cursor when something else is there. For the
 * lines that come with every iteration: between numbers that must stand where they stand, two bytes identify a text as
 * safely as all of them, at a fifth of the cost.
 */
export function step(cursor: Cursor, first: number, second: number, length: number): void {
  const { bytes, position } = cursor;
  const after = position + length;
  if (after <= cursor.end && bytes[position] === first && bytes[position + 1] === second) cursor.position = after;
  else cursor.failed = true;
}
