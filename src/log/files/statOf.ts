import { type Stats, statSync } from 'node:fs';

/**
 * What is at a path; null where nothing is, where this user cannot look, and where the text cannot be a path: others'
 * lists hold zero bytes and lines of any length.
 */
export function statOf(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}
