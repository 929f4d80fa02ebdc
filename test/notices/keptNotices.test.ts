import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { claimNotice } from '../../src/notices/claim.ts';
import { hasKeptNotices, openNoticeStore } from '../../src/notices/keptNotices.ts';
import { createOutbox } from '../../src/notices/outbox.ts';
import { demo, notice } from '../support/notices/notice.ts';

function freshRun(): string {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-outbox-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
}

const unclaimed = { notice, left: [0], isClaimed: false };
const claimed = { ...unclaimed, isClaimed: true };

describe('a notice whose keeper was killed', () => {
  test('before it was claimed is sent by the next one, and by nobody else', () => {
    const directory = freshRun();
    openNoticeStore(directory).keep(unclaimed);
    expect(openNoticeStore(directory).kept()).toMatchObject([claimed]);
    expect(claimNotice(directory, notice.key)).toBe(false);
  });

  test('as soon as it was claimed is sent by the next one: its claim is the stored notice itself', () => {
    const directory = freshRun();
    const stored = openNoticeStore(directory).keep(unclaimed);
    expect(claimNotice(directory, notice.key, stored)).toBe(true);
    expect(openNoticeStore(directory).kept()).toMatchObject([claimed]);
    expect(openNoticeStore(directory).kept()).toMatchObject([claimed]);
  });

  test('when one of its senders had it goes to the others', () => {
    const directory = freshRun();
    const store = openNoticeStore(directory);
    claimNotice(directory, notice.key, store.keep({ ...unclaimed, left: [0, 1] }));
    store.keep({ ...claimed, left: [1] });
    expect(openNoticeStore(directory).kept()).toMatchObject([{ ...claimed, left: [1] }]);
  });

  test('before it was claimed is not sent where a screen has done so meanwhile', () => {
    const directory = freshRun();
    openNoticeStore(directory).keep(unclaimed);
    expect(claimNotice(directory, notice.key)).toBe(true);
    expect(openNoticeStore(directory).kept()).toEqual([]);
    expect(hasKeptNotices(directory)).toBe(false);
  });
});

test('a notice that somebody else sends is neither sent nor kept', async () => {
  const directory = freshRun();
  const sent: string[] = [];
  const outbox = createOutbox([async ({ key }) => void sent.push(key)], demo, openNoticeStore(directory));
  outbox.put({ ...notice, key: 'theirs' }, () => false);
  outbox.put({ ...notice, key: 'ours' }, (stored) => claimNotice(directory, 'ours', stored));
  await outbox.close(10);
  expect(sent).toEqual(['ours']);
  expect(readdirSync(join(directory, 'outbox'))).toEqual([]);
});
