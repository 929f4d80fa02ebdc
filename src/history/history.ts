import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { RunRecord } from '../runs/runRecord.ts';
import { stateDirectory } from '../runs/runDirectory.ts';
import { fileNumber, openDatabase, setAside, transact } from './database.ts';
import type { LogFingerprint } from './logFingerprint.ts';
import { loadDetails, loadSummaries, loadSummary, saveDetails } from './rows.ts';
import type { RunDetails, RunSummary } from './runDetails.ts';
import { errorMessage } from '../words/errors.ts';

/**
 * What is remembered of the trainings, so that their logs need not be read again. Nothing in it is needed: whatever is
 * wrong with the database (locked, full, read-only, damaged), each of these does without it, and says so once. None of
 * them throws.
 */
export interface History {
  readonly summaries: () => ReadonlyMap<string, Known<RunSummary>>;
  readonly summary: (id: string) => Known<RunSummary> | null;
  readonly details: (id: string) => Known<RunDetails> | null;
  readonly put: (record: RunRecord, details: RunDetails, fingerprint: LogFingerprint) => void;
  /** Forgets these trainings. */
  readonly remove: (ids: readonly string[]) => void;
  /** Forgets all but these trainings. */
  readonly keepOnly: (ids: readonly string[]) => void;
  /**
   * Looks for damage in every page, which costs as long as reading it all; a damaged database is moved out of the way.
   */
  readonly check: () => void;
  readonly close: () => void;
}

export interface Known<What> {
  readonly what: What;
  readonly fingerprint: LogFingerprint;
}

/** `$XDG_STATE_HOME/plateau/history.db`. */
export function historyPath(): string {
  return join(stateDirectory(), 'history.db');
}

/**
 * Opens the history of this user. Calls `complain` at most once, with one sentence, when it is unavailable or was
 * damaged.
 */
export function openHistory(complain: (sentence: string) => void, path = historyPath()): History {
  let database: DatabaseSync | null = null;
  let number: number | null = null;
  let isGivenUp = false;
  let hasMended = false;

  const opened = (): DatabaseSync => {
    if (database === null) {
      number = fileNumber(path);
      database = openDatabase(path);
      number = fileNumber(path);
    }
    return database;
  };

  const close = (): void => {
    try {
      database?.close();
    } catch {
      // What was committed is safe; nothing else is.
    }
    database = null;
  };

  /** Moves a damaged database out of the way; false when that does not help. */
  const mend = (error: unknown): boolean => {
    if (!isDamage(error) || hasMended) return false;
    hasMended = true;
    close();
    try {
      const aside = setAside(path, number);
      if (aside !== null) complain(`${path} was damaged and is made anew from the logs; the old one is ${aside}.`);
      return true;
    } catch {
      return false;
    }
  };

  const attempt = <Result>(action: (open: DatabaseSync) => Result, otherwise: Result): Result => {
    while (!isGivenUp) {
      try {
        return action(opened());
      } catch (error) {
        if (mend(error)) continue;
        isGivenUp = true;
        close();
        complain(
          `The history in ${path} is unavailable; continuing without it: ${reasonOf(error)}. Nothing is lost: the logs hold it all.`,
        );
      }
    }
    return otherwise;
  };

  return {
    summaries: () =>
      attempt((open) => {
        const rows = [...loadSummaries(open)];
        return new Map(rows.map(([id, { summary, fingerprint }]) => [id, { what: summary, fingerprint }]));
      }, new Map()),
    summary: (id) =>
      attempt((open) => {
        const found = loadSummary(open, id);
        return found === null ? null : { what: found.summary, fingerprint: found.fingerprint };
      }, null),
    details: (id) =>
      attempt((open) => {
        const found = loadDetails(open, id);
        return found === null ? null : { what: found.details, fingerprint: found.fingerprint };
      }, null),
    put: (record, details, fingerprint) =>
      attempt((open) => transact(open, () => saveDetails(open, record, details, fingerprint)), undefined),
    remove: (ids) =>
      attempt((open) => {
        const statement = open.prepare('DELETE FROM runs WHERE id = ?');
        transact(open, () => {
          for (const id of ids) statement.run(id);
        });
      }, undefined),
    keepOnly: (ids) =>
      attempt((open) => {
        const statement = open.prepare('DELETE FROM runs WHERE id NOT IN (SELECT value FROM json_each(?))');
        transact(open, () => statement.run(JSON.stringify(ids)));
      }, undefined),
    check: () =>
      attempt((open) => {
        const found = open.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'];
        if (found !== 'ok') throw new SyntaxError(String(found));
      }, undefined),
    close,
  };
}

/** SQLite's result codes, their extensions cut off. Source: https://sqlite.org/rescode.html. */
const corrupt = 11;
const notADatabase = 26;

function codeOf(error: unknown): number | null {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : null;
}

/** JSON that does not parse is damage, too. */
function isDamage(error: unknown): boolean {
  const code = codeOf(error);
  return code === corrupt || code === notADatabase || error instanceof SyntaxError;
}

function reasonOf(error: unknown): string {
  const message = errorMessage(error);
  switch (codeOf(error)) {
    case 5:
    case 6:
      return 'another process holds it';
    case 8:
      return 'it cannot be written';
    case 10:
      return 'the disk failed';
    case 13:
      return 'the disk is full';
    case 14:
      return 'it cannot be opened';
    default:
      return message.split(',')[0]!.replace(/^E[A-Z]+: /, '');
  }
}
