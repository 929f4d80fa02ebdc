import { appendFileSync, rmSync, utimesSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openLocalRuns } from '../../../src/fleet/local/localRuns.ts';
import { localSource } from '../../../src/fleet/local/localSource.ts';
import type { FleetSource } from '../../../src/fleet/source.ts';
import { freshStateHome, recordedRun, writtenRun } from '../../support/history/home.ts';
import { soon } from '../../support/soon.ts';

freshStateHome();

/** Not read before the list is drawn. */
const longLog = 'fixtures/darknet/darknet-alexeyab-fall.log';

function opened(): FleetSource {
  const source = localSource(openLocalRuns({ every: 0.05 }));
  onTestFinished(() => source.close());
  return source;
}

describe('the runs of this machine', () => {
  test('are there at once, and with their place and their best as soon as the log is read in the background', async () => {
    recordedRun('20260101-000000-a', { name: 'long' }, longLog);
    const source = opened();
    expect(source.members()).toMatchObject([
      { name: 'long', state: 'ended', position: { at: null }, course: [], best: null, verdict: null, way: 'here' },
    ]);
    await soon(() => {
      const [later] = source.members();
      expect(later!.best).toMatchObject({ metric: 'map50' });
      expect(later!.course.length).toBeGreaterThan(5);
      expect(later!.verdict?.name).toBe('finished-over-fitted');
    });
  });

  test('are there at once a second time although the log has gone on: what was known, and soon the place of now', async () => {
    const { log } = recordedRun('20260101-000000-a', {}, longLog);
    // What was known a moment ago would do as it is.
    utimesSync(log, 1_780_000_000, 1_780_000_000);
    const before = opened();
    await soon(() => expect(before.members()[0]!.best).not.toBeNull());
    const [known] = before.members();
    await before.close();
    appendFileSync(log, ' 1301: 0.5, 0.5 avg loss, 0.002610 rate, 0.098000 seconds, 83264 images, 1.5 hours left\n');
    const source = opened();
    const { position, best, course } = source.members()[0]!;
    expect({ position, best, course }).toEqual({ position: known!.position, best: known!.best, course: known!.course });
    await soon(() => expect(source.members()[0]!.position.at).toBe(1301));
  });

  test('are listed without a log, too, and with one of no training', async () => {
    const { log } = recordedRun('20260101-000000-a', { name: 'gone' });
    rmSync(log);
    writtenRun('20260101-000000-b', 'nothing of the sort\n', { name: 'strange' });
    expect(opened().members()).toMatchObject([
      { name: 'strange', position: { at: null }, best: null },
      { name: 'gone', position: { at: null }, best: null },
    ]);
  });
});
