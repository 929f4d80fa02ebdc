import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** What SQLite finds wrong with the history of a state directory; null when it is whole or was never made. */
export function databaseProblem(stateHome: string): string | null {
  const path = join(stateHome, 'plateau', 'history.db');
  if (!existsSync(path)) return null;
  const database = new DatabaseSync(path);
  try {
    const found = String(database.prepare('PRAGMA integrity_check').get()?.['integrity_check']);
    return found === 'ok' ? null : found;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    database.close();
  }
}
