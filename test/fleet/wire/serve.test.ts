import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openLocalRuns } from '../../../src/fleet/local/localRuns.ts';
import { hostSource } from '../../../src/fleet/remote/hostSource.ts';
import { serveRuns } from '../../../src/fleet/wire/serve.ts';
import { readGroupUpdate } from '../../../src/runs/group/groupUpdate.ts';
import { readJournal, writeJournal } from '../../../src/runs/group/groupJournal.ts';
import { groupDirectory } from '../../../src/runs/group/groupOf.ts';
import { toldGroup } from '../../../src/runs/group/toldGroup.ts';
import { readRecord, writeRecord } from '../../../src/runs/runRecord.ts';
import { freshStateHome, recordedRun } from '../../support/history/home.ts';
import { runOfGroup } from '../../support/runs/group.ts';
import { soon } from '../../support/soon.ts';

freshStateHome();

/** What is served, and a list at the other end of the line. */
function served() {
  const said: Record<string, unknown>[] = [];
  const runs = openLocalRuns({ every: 0.05 });
  let isOver = false;
  const source = hostSource('gpu1', {
    open: (_, { onText }) => {
      const serving = serveRuns(runs, (message) => {
        said.push({ ...message });
        setImmediate(() => {
          if (!isOver) onText(`${JSON.stringify(message)}\n`);
        });
      });
      return {
        send: serving.take,
        end: () => {
          isOver = true;
          serving.close();
        },
      };
    },
  });
  onTestFinished(async () => {
    await source.close();
    await runs.close();
  });
  return { said, source };
}

const named = (source: ReturnType<typeof served>['source'], run: string) =>
  source.members().find((member) => member.run === run)!;

describe('what a machine serves', () => {
  test('begins with hello and all its runs, each message with the version and its number', async () => {
    for (let run = 0; run < 60; run += 1) recordedRun(`20260101-0000${String(run).padStart(2, '0')}-a`);
    const { said, source } = served();
    await soon(() => expect(source.members()).toHaveLength(60));
    expect(said.slice(0, 4).map(({ say, version, seq, left }) => [say, version, seq, left])).toEqual([
      ['hello', 1, 1, undefined],
      ['snapshot', 1, 2, 35],
      ['snapshot', 1, 3, 10],
      ['snapshot', 1, 4, 0],
    ]);
  });

  test('goes on with what changes: a figure that is read, a run that comes, one that goes', async () => {
    recordedRun('20260101-000000-a', { name: 'night' });
    const { said, source } = served();
    await soon(() => expect(named(source, '20260101-000000-a')).toMatchObject({ state: 'ended', isLive: false }));
    await soon(() => expect(named(source, '20260101-000000-a').best?.value).toBeGreaterThan(0.3));
    const { log } = recordedRun('20260102-000000-b');
    await soon(() => expect(source.members()).toHaveLength(2));
    rmSync(dirname(log), { recursive: true });
    await soon(() => expect(source.members()).toHaveLength(1));
    expect(said.at(-1)).toMatchObject({ say: 'gone', run: '20260102-000000-b' });
  });

  test('tells of a change only what has changed', async () => {
    const { log } = recordedRun('20260101-000000-a');
    const { said, source } = served();
    await soon(() => expect(named(source, '20260101-000000-a').best).not.toBeNull());
    const seen = said.length;
    expect(
      await source.request(named(source, '20260101-000000-a'), { ask: 'describe', changes: { note: 'x' } }),
    ).toEqual({
      state: 'done',
    });
    await soon(() => expect(named(source, '20260101-000000-a').note).toBe('x'));
    expect(readRecord(dirname(log)).note).toBe('x');
    const change = said.slice(seen).find(({ say }) => say === 'change');
    expect(change).toMatchObject({ run: '20260101-000000-a', facts: { note: 'x' } });
    expect(Object.keys(Object(change!['facts']))).toEqual(['note']);
  });
});

describe('what is asked of it', () => {
  test('is refused with the reason where it cannot be done', async () => {
    recordedRun('20260101-000000-a');
    const { source } = served();
    await soon(() => expect(source.members()).toHaveLength(1));
    const [member] = source.members();
    const stop = await source.request(member!, { ask: 'stop', plan: { when: 'now' } });
    expect(stop).toEqual({ state: 'refused', problem: 'No stop was planned: nothing of the training runs any more.' });
  });

  test('stores the update of a group for the keepers there', async () => {
    runOfGroup('a', { end: 0.6, share: 0.5 });
    runOfGroup('b', { end: 0.6, share: 0.5, group: null });
    const { source } = served();
    await soon(() => expect(source.members()).toHaveLength(2));
    const a = named(source, 'a');
    expect(a.groupProgress).toMatchObject({ state: 'running', keep: null, comparisonKey: { data: 'a.yaml' } });
    expect(a.groupProgress!.points.at(-1)).toMatchObject({ share: 0.5 });
    expect(named(source, 'b').groupProgress).toBeNull();
    const runs = Array.from({ length: 64 }, (_, at) => ({
      ...a.groupProgress!,
      key: `gpu2//${at}`,
      name: 'r on gpu2',
      metric: 'map50-95',
    }));
    const update = { list: randomUUID(), turn: null, runs };
    expect(await source.request(a, { ask: 'update-group', update })).toEqual({ state: 'done' });
    expect(readGroupUpdate(groupDirectory(toldGroup({ group: 'sweep' })!))).toEqual(update);
    const other = { ...update, list: randomUUID() };
    expect(await source.request(a, { ask: 'update-group', update: other })).toMatchObject({ state: 'refused' });
    expect(await source.request(named(source, 'b'), { ask: 'update-group', update })).toMatchObject({
      state: 'refused',
    });
  });

  test('reports that a run of a group is out as soon as the journal says so', async () => {
    const record = runOfGroup('a', { end: 0.6, share: 0.5 });
    const directory = groupDirectory(toldGroup(record)!);
    const runs = openLocalRuns({ every: 0.05 });
    onTestFinished(runs.close);
    const stateOf = () => runs.facts().get('a')?.groupProgress?.state;
    expect(stateOf()).toBe('running');
    writeJournal(directory, readJournal(directory), 'out', 'a');
    runs.look('a');
    expect(stateOf()).toBe('out');
    // A run stays listed when the journal of its group is damaged.
    writeFileSync(join(directory, '9'), 'no link');
    runs.look('a');
    expect(runs.facts().get('a')).toMatchObject({ name: 'a', groupProgress: null });
  });

  test('removes a run that is over', async () => {
    recordedRun('20260101-000000-a');
    const { source } = served();
    await soon(() => expect(source.members()).toHaveLength(1));
    expect(await source.request(source.members()[0]!, { ask: 'remove' })).toEqual({ state: 'done' });
    await soon(() => expect(source.members()).toHaveLength(0));
  });

  test('is done once, however often it comes, and not at all when it comes too late', async () => {
    const { log } = recordedRun('20260101-000000-a');
    const runs = openLocalRuns();
    const said: Record<string, unknown>[] = [];
    const serving = serveRuns(runs, (message) => said.push({ ...message }));
    onTestFinished(async () => {
      serving.close();
      await runs.close();
    });
    const reply = (request: string) => said.find((each) => each['say'] === 'reply' && each['request'] === request);
    const ask = (request: string, note: string, until: number) =>
      serving.take(
        `${JSON.stringify({ version: 1, request, run: '20260101-000000-a', ask: 'describe', until, changes: { note } })}\n`,
      );
    const now = Date.now() / 1000;
    ask('one', 'first', now + 20);
    await soon(() => expect(reply('one')).toMatchObject({ state: 'done' }));
    ask('two', 'second', now + 20);
    await soon(() => expect(reply('two')).toMatchObject({ state: 'done' }));
    ask('one', 'first', now + 20);
    ask('three', 'third', now - 1);
    await soon(() => expect(reply('three')).toMatchObject({ state: 'refused' }));
    expect(readRecord(dirname(log)).note).toBe('second');
  });

  test('is known from the record of a run where another process was asked', async () => {
    const record = recordedRun('20260101-000000-a');
    const answered = { ...record, requests: [{ request: 'one', problem: null }] };
    writeRecord(dirname(record.log), answered);
    const runs = openLocalRuns();
    const said: Record<string, unknown>[] = [];
    const serving = serveRuns(runs, (message) => said.push({ ...message }));
    onTestFinished(async () => {
      serving.close();
      await runs.close();
    });
    serving.take(`${JSON.stringify({ version: 1, request: 'one', run: record.id, ask: 'heard' })}\n`);
    await soon(() => expect(said.at(-1)).toMatchObject({ say: 'reply', request: 'one', state: 'done' }));
  });
});
