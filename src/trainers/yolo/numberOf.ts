import { atEnd, createCursor, readNumber } from '../../log/formats/fields.ts';

/** The number that a text is, NaN and infinities in every spelling; null when it is none. */
export function numberOf(text: string): number | null {
  cursor.bytes = Buffer.from(text);
  cursor.position = 0;
  cursor.end = cursor.bytes.length;
  cursor.failed = false;
  const value = readNumber(cursor);
  return cursor.failed || !atEnd(cursor) ? null : value;
}

const cursor = createCursor();
