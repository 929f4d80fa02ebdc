import type { Line } from '../lines/line.ts';

/** One line of a file or a log of JSON objects. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/**
 * Returns the object that a line holds; null for any other line, such as an incomplete record. NaN and Infinity are
 * taken as Python's json module writes them, which is no JSON: `numberIn` reads them back.
 */
export function recordIn(line: Line): JsonRecord | null {
  if (line.bytes[line.start] !== brace || line.bytes[line.end - 1] !== closingBrace) return null;
  const text = line.text();
  try {
    return parsed(text);
  } catch {
    try {
      return parsed(text.replaceAll(/(?<=[:[,]\s*)(-?Infinity|NaN)(?=\s*[,}\]])/g, '"$1"'));
    } catch {
      return null;
    }
  }
}

/** The first of these keys that holds a number, as a number; null when none does. */
export function numberIn(record: JsonRecord, ...keys: readonly string[]): number | null {
  for (const key of keys) {
    const value = record[key];
    if (typeof value === 'number') return value;
    if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
  }
  return null;
}

function parsed(text: string): JsonRecord | null {
  const value: unknown = JSON.parse(text);
  return isRecord(value) ? value : null;
}

/** Whether a value is an object: no list and no null. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const brace = 0x7b;
const closingBrace = 0x7d;
