import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Fleet } from '../../../src/fleet/fleet.ts';
import type { FleetHost } from '../../../src/fleet/fleetHost.ts';
import type { Member } from '../../../src/fleet/member.ts';
import type { FleetRequest, Reply, SettledReply } from '../../../src/fleet/request.ts';
import type { FleetState } from '../../../src/ui/state/fleet/fleetState.ts';
import { showFleet } from '../../../src/ui/terminal/fleetScreen.tsx';
import { now, plainSettings, someFleet } from '../../support/fleet/list.ts';
import { memberOf } from '../../support/fleet/member.ts';
import { soon } from '../../support/soon.ts';
import { fakeStreams, settle } from '../../support/ui/harness.tsx';

/** A fleet of which the test says what it has and what it answers. */
function fakeFleet(members: readonly Member[], hosts: readonly FleetHost[] = []) {
  const asked: { readonly key: string; readonly request: FleetRequest }[] = [];
  const listeners = new Set<() => void>();
  let told = members;
  let reply: Reply = { state: 'done' };
  const fleet: Fleet = {
    members: () => told,
    hosts: () => hosts,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async request(key, request) {
      asked.push({ key, request });
      return reply;
    },
    async close() {},
  };
  return {
    fleet,
    asked,
    listeners,
    answer: (next: Reply) => (reply = next),
    tell: (next: readonly Member[]) => {
      told = next;
      for (const listener of listeners) listener();
    },
  };
}

function opened(members: readonly Member[], before: FleetState | null = null, settings = plainSettings) {
  const { frames, stdin, stdout, type } = fakeStreams(100, 20);
  const source = fakeFleet(members);
  const ended = showFleet({ fleet: source.fleet, settings, before, now: () => now, stdin, stdout });
  return {
    ...source,
    ended,
    frames,
    type,
    bytes: () => frames.join(''),
    text: () => stripVTControlCharacters(frames.join('')),
  };
}

const runs = ['a', 'b', 'c', 'd'].map((run) => memberOf(run));
const keyOf = (run: string) => runs.find((member) => member.run === run)!.key;

describe('the list of trainings', () => {
  test('is left with the training that Enter opens, each of the keys of a chunk counting', async () => {
    const { ended, type } = opened(runs);
    await settle();
    type('\u001B[B\u001B[B\u001B[A');
    type('\r');
    expect((await ended).shown?.run).toBe('b');
  });

  test.each(['q', '\u0003'])('is closed by %j, and gives the screen back', async (key) => {
    const { ended, bytes, type, listeners } = opened(runs);
    await settle();
    type(key);
    expect((await ended).shown).toBeNull();
    expect(bytes()).toContain('\u001B[?1049l');
    expect(listeners.size).toBe(0);
  });

  test('comes back as it was left: cursor, filter, marks, order', async () => {
    const { ended, type } = opened(someFleet().members);
    await settle();
    for (const keys of ['/gpu2', '\r', ' ', '\u001B[B', ']', '\r']) {
      type(keys);
      await settle();
    }
    const { state } = await ended;
    const again = opened(someFleet().members, state);
    await settle();
    again.type('q');
    const { columns: _, ...kept } = (await again.ended).state;
    expect(state).toMatchObject({ filter: 'gpu2', sort: 'machine' });
    expect(state.marked.size).toBe(1);
    expect({ ...kept, lines: [] }).toMatchObject({ cursor: state.cursor, filter: 'gpu2', marked: state.marked });
  });

  test('takes what is pasted as text, and only where text is typed', async () => {
    const { type, ended } = opened(runs);
    await settle();
    for (const keys of ['\u001B[200~/b\u001B[201~', '/', '\u001B[200~c\nd\u001B[201~', '\r', '\r']) {
      type(keys);
      await settle();
    }
    expect((await ended).state.filter).toBe('c');
  });

  test('sends nothing to the terminal while nothing changes', async () => {
    const { frames, tell, ended, type } = opened(runs);
    await settle();
    const sent = frames.length;
    tell(runs);
    await settle();
    type('\u001B[A');
    await settle();
    expect(frames).toHaveLength(sent);
    type('q');
    await ended;
  });
});

describe('a stop', () => {
  test('is asked of all marked ones after the dialog, and what came of it is said', async () => {
    const { asked, text, type, ended } = opened(runs);
    await settle();
    for (const keys of [' ', ' ', 's']) {
      type(keys);
      await settle();
    }
    expect(asked).toEqual([]);
    await soon(() => expect(text()).toContain('[c] after its next save'));
    type('c');
    await soon(() => expect(text()).toContain('2 trainings: to be stopped after the next save.'));
    const request = { ask: 'stop', plan: { when: 'checkpoint' } };
    expect(asked).toEqual([
      { key: keyOf('a'), request },
      { key: keyOf('b'), request },
    ]);
    type('q');
    await ended;
  });

  test('is never asked by keys that were pasted', async () => {
    const { asked, type, ended } = opened(runs);
    await settle();
    type('sc');
    await settle();
    expect(asked).toEqual([]);
    type('\u0003');
    await ended;
  });

  test('is not what typing fast does: a name and its Enter may come in one chunk', async () => {
    const { asked, type, ended } = opened(runs);
    await settle();
    type('t');
    await settle();
    type('night\r');
    await soon(() => expect(asked).toMatchObject([{ request: { ask: 'describe', changes: { tags: ['night'] } } }]));
    type('q');
    await ended;
  });

  test('that was refused is said with its reason', async () => {
    const { answer, text, type, ended } = opened(runs);
    answer({ state: 'refused', problem: 'It is another user’s.' });
    await settle();
    type('s');
    await settle();
    type('i');
    await soon(() => expect(text()).toContain('a: It is another user’s.'));
    type('q');
    await ended;
  });

  test('of which the line broke is unknown until it is known', async () => {
    const { answer, text, type, ended } = opened(runs);
    const later = Promise.withResolvers<SettledReply>();
    answer({ state: 'unknown', problem: 'The line to gpu2 broke.', later: later.promise });
    await settle();
    type('s');
    await settle();
    type('i');
    await soon(() => expect(text()).toMatch(/UNKNOWN whether it was stopped/));
    later.resolve({ state: 'done' });
    await soon(() => expect(text()).toContain('the stop is under way.'));
    type('q');
    expect((await ended).state.asked.size).toBe(0);
  });
});
