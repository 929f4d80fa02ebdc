import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createGroupWatch } from '../../../src/keeper/group/groupWatch.ts';
import { readOthers } from '../../../src/monitor/others/readOthers.ts';
import type { AuditEvent } from '../../../src/runs/audit.ts';
import { type GroupUpdate, writeGroupUpdate } from '../../../src/runs/group/groupUpdate.ts';
import { readJournal } from '../../../src/runs/group/groupJournal.ts';
import { groupDirectory } from '../../../src/runs/group/groupOf.ts';
import { comparisonKeyOf } from '../../../src/runs/group/comparisonKey.ts';
import { toldGroup } from '../../../src/runs/group/toldGroup.ts';
import { ownerOf, runKey } from '../../../src/runs/runKey.ts';
import type { RunRecord } from '../../../src/runs/runRecord.ts';
import { readStatus } from '../../../src/runs/statusFile.ts';
import type { ArmedStage } from '../../../src/stopping/control.ts';
import { newSaveWatch } from '../../../src/stopping/machine/saveWatch.ts';
import type { ArmedRecord } from '../../../src/stopping/machine/state.ts';
import { wholePlan } from '../../../src/stopping/stopPlan.ts';
import { groupProgressAt } from '../../support/fleet/groupProgress.ts';
import { freshStateHome } from '../../support/history/home.ts';
import { runOfGroup } from '../../support/runs/group.ts';

freshStateHome();

function decided(record: RunRecord) {
  const events: AuditEvent[] = [];
  const watch = createGroupWatch(
    () => record,
    (event) => events.push(event),
  );
  const own = () => ({ points: readStatus(record)?.points ?? [], metric: 'map50-95' });
  watch.look(1, own);
  return { isOut: (watch.others().outrun ?? null) !== null, leads: watch.leads(own), events };
}

/** Auto-stop at a stage. */
function autoStop(stage: ArmedStage): ArmedRecord {
  return {
    plan: wholePlan({ when: 'advice', grace: 0 }, 'careful'),
    by: 'auto-stop',
    since: 1_780_000_000,
    stage,
    endsAt: null,
    goesOnAt: null,
    reason: null,
    habits: null,
    saves: newSaveWatch,
    file: null,
  };
}

const outOf = (record: RunRecord): ReadonlySet<string> => readJournal(groupDirectory(toldGroup(record)!)).out;

describe('the keeper of a run of a group', () => {
  test('writes down that it is outrun before it says so, and why', () => {
    runOfGroup('a', { end: 0.6, share: 0.5 });
    runOfGroup('b', { end: 0.5, share: 0.5 });
    const last = runOfGroup('c', { end: 0.3, share: 0.5 });
    const { isOut, events } = decided(last);
    expect(isOut).toBe(true);
    expect(events).toEqual([{ event: 'outrun', group: 'sweep', leader: 'a', odds: expect.any(Number) }]);
    expect(outOf(last)).toEqual(new Set(['c']));
    expect(decided(last).events).toEqual([]);
  });

  test('never says it of the leader, nor of the last two, unless one is enough', () => {
    const [first, second] = [runOfGroup('a', { end: 0.6, share: 0.5 }), runOfGroup('b', { end: 0.2, share: 0.5 })];
    expect(decided(first).isOut).toBe(false);
    expect(decided(second).isOut).toBe(false);
    expect(decided({ ...second, keep: 1 }).isOut).toBe(true);
  });

  test('knows whether it leads: of runs that it can be compared with, at its share of the plan or in all', () => {
    const lead = runOfGroup('a', { end: 0.6, share: 0.5 });
    expect(decided(lead).leads).toBe(false);
    const behind = runOfGroup('b', { end: 0.5, share: 0.8 });
    expect(decided(lead).leads).toBe(true);
    expect(decided(behind).leads).toBe(false);
    expect(decided({ ...lead, group: null }).leads).toBe(false);
    expect(decided({ ...lead, command: ['yolo', 'train', 'data=b.yaml'] }).leads).toBe(false);
  });

  test('takes it back when the others have gone, and writes that down too', () => {
    runOfGroup('a', { end: 0.6, share: 0.5 });
    runOfGroup('b', { end: 0.5, share: 0.5 });
    const last = runOfGroup('c', { end: 0.3, share: 0.5 });
    expect(decided(last).isOut).toBe(true);
    runOfGroup('b', { end: 0.5, share: 0.5, state: 'ended', exit: { code: null, signal: 'SIGKILL', time: 1 } });
    expect(decided(last)).toMatchObject({ isOut: false, events: [{ event: 'not-outrun' }] });
    expect(outOf(last)).toEqual(new Set());
  });

  test('keeps a run out that auto-stop is past its countdown for, so that the others do not count on it', () => {
    runOfGroup('a', { end: 0.6, share: 0.5 });
    runOfGroup('b', { end: 0.5, share: 0.5 });
    const last = runOfGroup('c', { end: 0.3, share: 0.5 });
    expect(decided(last).isOut).toBe(true);
    runOfGroup('b', { end: 0.5, share: 0.5, state: 'ended', exit: { code: null, signal: 'SIGKILL', time: 1 } });
    const stopping = (stage: ArmedStage) => ({ ...last, armed: autoStop(stage) });
    expect(decided(stopping('checkpoint'))).toMatchObject({ isOut: false, events: [] });
    expect(outOf(last)).toEqual(new Set(['c']));
    expect(decided(stopping('countdown')).events).toMatchObject([{ event: 'not-outrun' }]);
  });

  test.each([
    ['is on other data', { command: ['yolo', 'train', 'data=b.yaml'] }],
    ['names no data, while the others do', { command: ['yolo', 'train', 'lr0=0.3'] }],
    ['is another fold', { name: 'fold-2' }],
    ['has no group', { group: null }],
    ['is of another group', { group: 'other' }],
  ])('does not compare a run that %s', (_, changes) => {
    runOfGroup('a', { end: 0.6, share: 0.5 });
    runOfGroup('b', { end: 0.5, share: 0.5 });
    expect(decided(runOfGroup('c', { end: 0.3, share: 0.5, ...changes })).isOut).toBe(false);
  });

  test('compares the tasks of a Slurm array', () => {
    const job = (task: number) => ({ group: null, job: { id: `4711_${task}`, array: '4711' } });
    runOfGroup('a', { end: 0.6, share: 0.5, ...job(0) });
    runOfGroup('b', { end: 0.5, share: 0.5, ...job(1) });
    expect(decided(runOfGroup('c', { end: 0.3, share: 0.5, ...job(2) })).isOut).toBe(true);
  });

  test('counts a training of several runs once, as its newest', () => {
    const ended = {
      state: 'ended',
      exit: { code: 0, signal: null, time: 1_779_000_000 },
      startedAt: 1_778_000_000,
    } as const;
    const from = (run: string) => ({ continues: { run, file: '/w/last.pt', at: 100 } });
    runOfGroup('a', { end: 0.6, share: 1, ...ended });
    runOfGroup('b', { end: 0.6, share: 0.5, ...from('a') });
    // Besides it only the training `a`, `b` is left, so that two go on.
    expect(decided(runOfGroup('c', { end: 0.3, share: 0.5 })).isOut).toBe(false);
  });

  test('tells the best of the earlier runs on the same data, but for those it goes on from', () => {
    runOfGroup('exp12', { end: 0.6, share: 1, state: 'ended', exit: { code: 0, signal: null, time: 1_779_000_000 } });
    const self = runOfGroup('now', { end: 0.5, share: 0.5, group: null });
    const watch = createGroupWatch(
      () => self,
      () => {},
    );
    watch.look(1, () => ({ points: [], metric: 'map50-95' }));
    expect(watch.others().toPass).toMatchObject({ name: 'exp12', best: expect.closeTo(0.6, 2) });
    const next = { ...self, continues: { run: 'exp12', file: '/w/last.pt', at: 100 } };
    const watchNext = createGroupWatch(
      () => next,
      () => {},
    );
    watchNext.look(1, () => ({ points: [], metric: 'map50-95' }));
    expect(watchNext.others().toPass).toBeNull();
  });
});

describe('the keeper of a run whose group has runs on other machines', () => {
  const list = randomUUID();
  const keyOf = (record: RunRecord) => runKey({ ...ownerOf(record), run: record.id });
  const remote = (end: number): GroupUpdate['runs'][number] => ({
    ...groupProgressAt(end, 0.5),
    key: `gpu2//r${end}`,
    name: `r${end} on gpu2`,
    metric: 'map50-95',
  });
  const update = (record: RunRecord, turn: string | null, ...runs: GroupUpdate['runs']): void =>
    writeGroupUpdate(groupDirectory(toldGroup(record)!), { list, turn, runs });

  test('counts the remote runs when it has the turn, and reports the leader among them', () => {
    const last = runOfGroup('c', { end: 0.3, share: 0.5 });
    update(last, null, remote(0.6), remote(0.5));
    expect(decided(last).isOut).toBe(false);
    update(last, 'gpu2//r0.5', remote(0.6), remote(0.5));
    expect(decided(last).isOut).toBe(false);
    update(last, keyOf(last), remote(0.6), remote(0.5));
    expect(decided(last).events).toEqual([
      { event: 'outrun', group: 'sweep', leader: 'r0.6 on gpu2', odds: expect.any(Number) },
    ]);
    expect(readOthers(last).outrun).toMatchObject({ leader: 'r0.6 on gpu2', remoteRuns: 2, left: 2 });
  });

  test('stays outrun while the update is valid, and is not outrun any more once that is withdrawn', () => {
    const last = runOfGroup('c', { end: 0.3, share: 0.5 });
    update(last, keyOf(last), remote(0.6), remote(0.5));
    expect(decided(last).isOut).toBe(true);
    update(last, null, remote(0.6), remote(0.5));
    expect(decided(last)).toMatchObject({ isOut: true, leads: false, events: [] });
    update(last, null);
    expect(decided(last)).toMatchObject({ isOut: false, events: [{ event: 'not-outrun' }] });
  });

  test('knows that it leads the remote runs, whoever has the turn', () => {
    const alone = runOfGroup('a', { end: 0.6, share: 0.5 });
    expect(decided(alone).leads).toBe(false);
    update(alone, null, remote(0.5), remote(0.3));
    expect(decided(alone).leads).toBe(true);
    update(alone, null, remote(0.7), remote(0.3));
    expect(decided(alone).leads).toBe(false);
  });

  test('reads the runs of its own machine from their records, not from the update', () => {
    const first = runOfGroup('a', { end: 0.2, share: 0.5 });
    const last = runOfGroup('c', { end: 0.3, share: 0.5 });
    const old = { ...remote(0.9), key: keyOf(first) };
    update(last, keyOf(last), old, remote(0.25));
    expect(decided(last)).toMatchObject({ isOut: false, leads: true });
  });

  test.each([
    ['on other data', { comparisonKey: comparisonKeyOf({ name: '', command: ['yolo', 'train', 'data=b.yaml'] }) }],
    ['judged by another figure', { metric: 'recall' }],
  ])('is not compared with remote runs %s', (_, changes) => {
    const last = runOfGroup('c', { end: 0.3, share: 0.5 });
    const [one, two] = [remote(0.6), remote(0.5)];
    update(last, keyOf(last), { ...one, ...changes }, { ...two, ...changes });
    expect(decided(last).isOut).toBe(false);
  });

  test('ignores remote runs of a Slurm array, whose number means nothing on another machine', () => {
    const job = { group: null, job: { id: '4711_2', array: '4711' } };
    const last = runOfGroup('c', { end: 0.3, share: 0.5, ...job });
    update(last, keyOf(last), remote(0.6), remote(0.5));
    expect(decided(last).isOut).toBe(false);
  });
});

test('of keepers that decide in the same second never so many are out that fewer than two go on', async () => {
  const records = [0.6, 0.32, 0.31, 0.3, 0.29].map((end, at) => runOfGroup(`run-${at}`, { end, share: 0.6 }));
  const instant = String(Date.now() + 1500);
  const program = resolve(import.meta.dirname, '../../support/keeper/decideAt.ts');
  const run = promisify(execFile);
  const said = await Promise.all(
    records.map(async ({ id }) => (await run(process.execPath, [program, id, instant], { env: process.env })).stdout),
  );
  expect(said[0]).toBe('in');
  expect(said.filter((word) => word === 'out')).toHaveLength(3);
  expect(outOf(records[0]!).size).toBe(3);
}, 30_000);
