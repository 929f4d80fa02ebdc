import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { writeWholeFile } from '../runs/wholeFile.ts';
import { claimStored } from './claim.ts';
import { type Notice, noticeKinds } from './notice.ts';

/** A notice, and the senders that have yet to deliver it, by their places. */
export interface KeptNotice {
  readonly notice: Notice;
  readonly left: readonly number[];
  /** Whether it has been claimed for the keepers of this run. It is stored first, so that its file may still say no. */
  readonly isClaimed: boolean;
}

/**
 * The notices of a run that are on their way, on disk, a file each: whoever keeps the run next sends what is left of
 * them. One process at a time may use them. What a full disk refuses is sent all the same.
 */
export interface NoticeStore {
  /** Those that are still to be sent from here; what somebody else has sent meanwhile is removed. */
  readonly kept: () => readonly KeptNotice[];
  /** Returns the path of the file; null where it could not be written. */
  readonly keep: (kept: KeptNotice) => string | null;
  readonly remove: (notice: Notice) => void;
}

export function openNoticeStore(directory: string): NoticeStore {
  const folder = outboxIn(directory);
  const path = ({ key }: Notice): string => join(folder, `${key}.json`);
  return {
    kept: () =>
      namesIn(folder).flatMap((name) => {
        const file = join(folder, name);
        const found = keptIn(file);
        if (found === null) return [];
        if (found.isClaimed || claimStored(directory, found.notice.key, file)) return [{ ...found, isClaimed: true }];
        rmSync(file, { force: true });
        return [];
      }),
    keep: ({ notice, left, isClaimed }) => {
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writeWholeFile(path(notice), JSON.stringify({ version, notice, left, isClaimed }));
        return path(notice);
      } catch {
        // It is lost if this process is killed before it has arrived.
        return null;
      }
    },
    remove: (notice) => rmSync(path(notice), { force: true }),
  };
}

/** Whether notices of a run are on their way, or were when its keeper died. */
export function hasKeptNotices(directory: string): boolean {
  return namesIn(outboxIn(directory)).length > 0;
}

const version = 1;

function outboxIn(directory: string): string {
  return join(directory, 'outbox');
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}

const schema = v.object({
  version: v.literal(version),
  notice: v.object({
    kind: v.picklist(noticeKinds),
    verdict: v.string(),
    action: v.picklist(['continue', 'watch', 'may-stop', 'stop']),
    urgency: v.picklist(['low', 'normal', 'high']),
    text: v.string(),
    key: v.string(),
  }),
  left: v.array(v.number()),
  /** Earlier versions stored nothing before it was claimed. */
  isClaimed: v.optional(v.boolean(), true),
});

function keptIn(path: string): KeptNotice | null {
  try {
    return v.parse(schema, JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}
