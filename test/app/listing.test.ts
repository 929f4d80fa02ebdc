import { appendFileSync, rmSync, utimesSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openListing } from '../../src/app/listing.ts';
import { freshStateHome, recordedRun, writtenRun } from '../support/history/home.ts';
import { soon } from '../support/soon.ts';

freshStateHome();

/** Not read before the list is drawn. */
const longLog = 'fixtures/darknet/darknet-alexeyab-fall.log';

describe('the trainings of the list', () => {
  test('are there at once, and with their place and their best as soon as the log is read in the background', async () => {
    recordedRun('20260101-000000-a', { name: 'long' }, longLog);
    const listing = await openListing();
    const [first] = await listing.entries();
    expect(first).toMatchObject({ name: 'long', state: 'ended', progress: '-', curve: [] });
    expect(first).toMatchObject({ best: '-', verdict: 'reading its log ...' });
    await soon(async () => {
      const [later] = await listing.entries();
      expect(later!.best).toMatch(/^mAP50 \d/);
      expect(later!.curve.length).toBeGreaterThan(5);
      expect(later!.verdict).not.toContain('reading');
    });
    await listing.close();
  });

  test('are there at once a second time although the log has gone on: what was known, and soon the place of now', async () => {
    const { log } = recordedRun('20260101-000000-a', {}, longLog);
    // What was known a moment ago would do as it is.
    utimesSync(log, 1_780_000_000, 1_780_000_000);
    const before = await openListing();
    await before.entries();
    await soon(async () => expect((await before.entries())[0]!.best).toMatch(/^mAP50/));
    const [known] = await before.entries();
    await before.close();
    appendFileSync(log, ' 1301: 0.5, 0.5 avg loss, 0.002610 rate, 0.098000 seconds, 83264 images, 1.5 hours left\n');
    const listing = await openListing();
    const [entry] = await listing.entries();
    expect(entry).toMatchObject({ progress: known!.progress, best: known!.best, curve: known!.curve });
    await soon(async () => expect((await listing.entries())[0]!.progress).toBe('iteration 1,301/1,300'));
    await listing.close();
  });

  test('are listed without a log, too, and with one of no training', async () => {
    const { log } = recordedRun('20260101-000000-a', { name: 'gone' });
    rmSync(log);
    writtenRun('20260101-000000-b', 'nothing of the sort\n', { name: 'strange' });
    const listing = await openListing();
    const entries = await listing.entries();
    expect(entries.map(({ name, progress, best }) => [name, progress, best])).toEqual([
      ['strange', '-', '-'],
      ['gone', '-', '-'],
    ]);
    await listing.close();
  });
});
