import { dirname } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openLocalRuns } from '../../../src/fleet/local/localRuns.ts';
import { localSource } from '../../../src/fleet/local/localSource.ts';
import { monotonicNow } from '../../../src/processes/bootClock.ts';
import { readRecord, writeRecord } from '../../../src/runs/runRecord.ts';
import { type StatusFile, statusVersion, writeStatus } from '../../../src/runs/statusFile.ts';
import { freshStateHome, recordedRun } from '../../support/history/home.ts';
import { verdictOf } from '../../support/fleet/member.ts';
import { soon } from '../../support/soon.ts';

freshStateHome();

function opened() {
  const source = localSource(openLocalRuns({ every: 0.05 }));
  onTestFinished(async () => source.close());
  const named = (run: string) => source.members().find((member) => member.run === run)!;
  return { source, named };
}

/** As the keeper on another machine writes it, by a clock of its own. */
function statusOf(run: string, seq: number, at: number): StatusFile {
  return {
    version: statusVersion,
    run,
    machine: null,
    seq,
    time: { wall: 1_000, monotonic: monotonicNow(), boot: 'another' },
    state: 'running',
    trainer: { name: 'ultralytics', version: '8.3' },
    verdict: { ...verdictOf('improving', 'continue'), reasons: [], exitStatus: 0 },
    position: { at, planned: 100, unit: 'epoch', progress: at / 100 },
    metric: { name: 'map50-95', higherIsBetter: true, now: 0.4, best: { value: 0.4, at } },
    best: { metric: 'map50To95', value: 0.4, at },
    course: [0.1, 0.4],
    loss: null,
    elapsed: 60,
    eta: 60,
    forecast: null,
    save: null,
    log: { size: 1, modified: 1, lines: 1, unexplained: 0, state: 'running', readAs: '' },
  };
}

describe('a state directory that several machines share', () => {
  const elsewhere = { host: 'gpu9', boot: 'b', bootId: 'c', id: 'm9', pidNamespace: 'n', uid: 1000 };

  test('shows what another machine writes there, as of that machine, and never touches it', async () => {
    const record = recordedRun('20260101-000000-a', { state: 'running', exit: null, machine: elsewhere });
    writeStatus(record, statusOf(record.id, 1, 10));
    const { source, named } = opened();
    expect(named(record.id)).toMatchObject({
      way: 'shared',
      host: 'gpu9',
      state: 'unknown',
      key: 'm9/1000/20260101-000000-a',
    });
    expect(named(record.id).position.at).toBe(10);
    // It is known to live as soon as its keeper writes again, whatever its clock says.
    writeStatus(record, statusOf(record.id, 2, 11));
    await soon(() => expect(named(record.id)).toMatchObject({ state: 'running', isLive: true, position: { at: 11 } }));
    const written = readRecord(dirname(record.log));
    for (const request of [
      { ask: 'stop', plan: { when: 'now' } },
      { ask: 'pause' },
      { ask: 'remove' },
      { ask: 'describe', changes: { name: 'mine' } },
    ] as const) {
      const reply = await source.request(named(record.id), request);
      expect(reply).toMatchObject({ state: 'refused', problem: expect.stringContaining('started on gpu9') });
    }
    expect(readRecord(dirname(record.log))).toEqual(written);
  });
});

describe('the runs of this machine', () => {
  test('are the same objects as long as nothing has changed, and told when a record has', async () => {
    const record = recordedRun('20260101-000000-a');
    recordedRun('20260102-000000-b');
    const { source, named } = opened();
    await soon(() => expect(named(record.id).best).not.toBeNull());
    await soon(() => expect(named('20260102-000000-b').best).not.toBeNull());
    const before = source.members();
    writeRecord(dirname(record.log), { ...record, note: 'by another process' });
    await source.request(named('20260102-000000-b'), { ask: 'describe', changes: { note: 'x' } });
    expect(source.members()).not.toBe(before);
    expect(named(record.id)).toBe(before.find(({ run }) => run === record.id));
    expect(named('20260102-000000-b').note).toBe('x');
  });

  test('tell of which training they are, which is described and removed as one', async () => {
    const started = { startedAt: 1_780_001_000, continues: { run: '20260101-000000-a', file: '/w/last.pt', at: 40 } };
    const first = recordedRun('20260101-000000-a');
    const second = recordedRun('20260102-000000-a', started);
    const { source, named } = opened();
    const runs = [first.id, second.id];
    expect(named(first.id)).toMatchObject({ runs, shownAs: second.id });
    expect(named(second.id)).toMatchObject({ runs, shownAs: null });
    await soon(() => expect(named(first.id).best).not.toBeNull());
    await soon(() => expect(named(second.id).best).not.toBeNull());
    await source.request(named(second.id), { ask: 'describe', changes: { tags: ['long'] } });
    await soon(() => expect(named(first.id).tags).toEqual(['long']));
    const before = named(first.id);
    await source.request(named(second.id), { ask: 'describe', changes: { tags: ['long'] } });
    expect(named(first.id)).toBe(before);
    expect(await source.request(named(second.id), { ask: 'remove' })).toEqual({ state: 'done' });
    await soon(() => expect(source.members()).toEqual([]));
  });

  test('are all there soon, however many there are, the newest at once', async () => {
    for (let run = 0; run < 230; run += 1) recordedRun(`20260101-${String(run).padStart(6, '0')}-a`);
    const { source, named } = opened();
    expect(source.members()).toHaveLength(80);
    expect(named('20260101-000229-a')).toBeDefined();
    await soon(() => expect(source.members()).toHaveLength(230));
  });

  test('come a few hundred at a time, so that a key is answered meanwhile', async () => {
    for (let run = 0; run < 800; run += 1) recordedRun(`20260101-${String(run).padStart(6, '0')}-a`);
    const runs = openLocalRuns({ every: 0.001 });
    onTestFinished(async () => runs.close());
    const sizes = [runs.facts().size];
    runs.subscribe(() => sizes.push(runs.facts().size));
    await soon(() => expect(sizes.at(-1)).toBe(800));
    expect(Math.max(...sizes.map((size, at) => size - (sizes[at - 1] ?? 0)))).toBeLessThanOrEqual(500);
  });
});
