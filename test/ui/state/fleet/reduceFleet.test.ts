import { describe, expect, test } from 'vitest';
import { reduceFleet } from '../../../../src/ui/state/fleet/reduceFleet.ts';
import type { FleetState } from '../../../../src/ui/state/fleet/fleetState.ts';
import { hostOf, listOf, now, pressed, someFleet } from '../../../support/fleet/list.ts';
import { memberOf } from '../../../support/fleet/member.ts';

const runs = ['a', 'b', 'c', 'd'].map((run) => memberOf(run));
const opened = listOf(runs);

/** What stands at the cursor. */
function at(state: FleetState): string | undefined {
  const line = state.lines[state.at];
  return line?.kind === 'member' ? line.member.run : line?.id;
}

function told(state: FleetState, members: FleetState['members'], hosts: FleetState['hosts'] = []): FleetState {
  return reduceFleet(state, { type: 'told', members, hosts, now });
}

describe('the cursor', () => {
  test('moves with each key and stays within the list', () => {
    expect(at(pressed(opened, 'down', 'j', 'k'))).toBe('b');
    expect(at(pressed(opened, 'up', 'pageup'))).toBe('a');
    expect(at(pressed(opened, 'end'))).toBe('d');
    expect(at(pressed(opened, 'pagedown', 'home'))).toBe('a');
  });

  test('stays on its run when rows move', () => {
    const state = pressed(opened, 'down');
    expect(at(told(state, runs.toReversed()))).toBe('b');
    expect(at(told(state, [memberOf('new'), ...runs]))).toBe('b');
  });

  test('stays on the first line as long as nobody has moved it: who needs somebody most comes there', () => {
    expect(at(told(opened, [memberOf('new'), ...runs]))).toBe('new');
  });

  test('stays at its place when its run goes', () => {
    const state = pressed(opened, 'down', 'down', 'down');
    expect(at(told(state, runs.slice(0, 3)))).toBe('c');
    expect(at(told(state, []))).toBeUndefined();
  });

  test('is in view after each move, and what is in view moves only where it has to', () => {
    const many = Array.from({ length: 100 }, (_, index) => memberOf(`run ${index}`));
    let state = listOf(many, { rows: 16, columns: 60 });
    const height = 10;
    for (const key of ['down', 'pagedown', 'end', 'up', 'pageup', 'pageup', 'home', 'end']) {
      state = pressed(state, key);
      expect(state.at - state.top).toBeGreaterThanOrEqual(0);
      expect(state.at - state.top).toBeLessThan(height);
    }
    const { top } = state;
    expect(pressed(state, 'up', 'up').top).toBe(top);
    expect(pressed(state, 'home').top).toBe(0);
  });
});

describe('the list', () => {
  test('is the same object when nothing has changed, so that nothing is drawn', () => {
    expect(told(opened, runs, opened.hosts)).toBe(opened);
    expect(reduceFleet(opened, { type: 'told', members: runs, hosts: opened.hosts, now: now + 5 })).toBe(opened);
    expect(reduceFleet(opened, { type: 'notice', text: null })).toBe(opened);
    expect(reduceFleet(opened, { type: 'resize', columns: 120, rows: 40 })).toBe(opened);
    expect(pressed(opened, 'escape')).toBe(opened);
  });

  test('is filtered by every word, wherever it stands, while they are typed', () => {
    const { members } = someFleet();
    const typing = pressed(listOf(members), '/', 'g', 'p', 'u', '2', 'space', 'd', 'i', 'v');
    expect(typing.lines.map(({ id }) => id)).toEqual([members[0]!.key, 'group named:lr-sweep']);
    expect(typing).toMatchObject({ filter: '', shown: 1 });
    const kept = pressed(typing, 'enter');
    expect(kept).toMatchObject({ filter: 'gpu2 div', typing: null, shown: 1 });
    expect(pressed(kept, 'escape').shown).toBe(members.length);
    expect(pressed(typing, 'escape').shown).toBe(members.length);
  });

  test('is sorted by each column, reversed on demand, those without a value last', () => {
    const order = (state: FleetState) =>
      state.lines.flatMap((line) => (line.kind === 'member' ? [line.member.name] : []));
    const best = (run: string, value: number | null) =>
      memberOf(run, {
        metric: { name: 'map50', higherIsBetter: true, now: value, best: value === null ? null : { value, at: 1 } },
      });
    let state = listOf([best('low', 0.1), best('none', null), best('high', 0.9)]);
    while (state.sort !== 'best') state = pressed(state, ']');
    expect(order(state)).toEqual(['high', 'low', 'none']);
    expect(order(pressed(state, 'v'))).toEqual(['low', 'high', 'none']);
    while (state.sort !== 'name') state = pressed(state, '[');
    expect(order(state)).toEqual(['high', 'low', 'none']);
    expect(pressed(state, '[', '[')).toMatchObject({ sort: 'needs you', isReversed: false });
  });

  test('counts who needs somebody', () => {
    expect(listOf(someFleet().members).needing).toBe(4);
  });

  test('has a row for each machine that is not reached, and none for those that are', () => {
    const { members, hosts } = someFleet();
    const ids = listOf(members, { hosts }).lines.map(({ id }) => id);
    expect(ids.filter((id) => id.startsWith('host '))).toEqual(['host gpu4', 'host gpu5']);
  });
});

describe('groups', () => {
  const { members } = someFleet();
  const grouped = pressed(listOf(members), 'g');
  const ids = (state: FleetState) =>
    state.lines.map((line) =>
      line.kind === 'member' ? line.member.name : `${line.kind} ${line.kind === 'group' ? line.name : line.id}`,
    );

  test('stand where their first member stands, with all of them below', () => {
    expect(ids(grouped)).toEqual([
      'group lr-sweep',
      'exp31',
      'exp29',
      'exp30',
      'yolo11n-helmets',
      'group 5-fold',
      'fold2',
      'fold1',
      'old-lab',
      'bees-rtdetr',
    ]);
  });

  test('are folded and unfolded, and left goes up to the group first', () => {
    const folded = pressed(grouped, 'down', 'down', 'left', 'left');
    expect(ids(folded).slice(0, 3)).toEqual(['group lr-sweep', 'yolo11n-helmets', 'group 5-fold']);
    expect(folded).toMatchObject({ at: 0, shown: members.length });
    expect(ids(pressed(folded, 'right'))).toEqual(ids(grouped));
    expect(ids(pressed(folded, 'enter'))).toEqual(ids(grouped));
  });

  test('are those of a Slurm array too', () => {
    const tasks = ['1', '2'].map((task) =>
      memberOf(task, { job: { scheduler: 'slurm', id: `4711_${task}`, array: '4711' } }),
    );
    expect(ids(pressed(listOf(tasks), 'g'))).toEqual(['group array 4711', '1', '2']);
  });

  test('are summed up below the list where it is not grouped, if something of them runs', () => {
    expect(ids(listOf(members)).slice(-2)).toEqual(['group lr-sweep', 'group 5-fold']);
    const ended = ['lr-sweep', '5-fold'].map((group) => memberOf(group, { group, isLive: false, state: 'ended' }));
    expect(ids(listOf(ended)).filter((id) => id.startsWith('group '))).toEqual([]);
  });
});

describe('marks', () => {
  test('are set with space, which goes on to the next', () => {
    expect([...pressed(opened, 'space', 'space', 'down', 'space').marked]).toEqual(
      [runs[0], runs[1], runs[3]].map((member) => member!.key),
    );
    expect(pressed(opened, 'space', 'up', 'space').marked.size).toBe(0);
    expect(pressed(opened, 'space', 'escape').marked.size).toBe(0);
  });

  test('go with their runs', () => {
    expect(told(pressed(opened, 'space', 'space'), runs.slice(1)).marked).toEqual(new Set([runs[1]!.key]));
  });
});

describe('what was asked', () => {
  const asked = reduceFleet(pressed(opened, 'space', 's'), { type: 'asked', keys: [runs[0]!.key], ask: 'stop' });
  const answer = { type: 'answered', key: runs[0]!.key, ask: 'stop' } as const;

  test('closes the dialog and takes the marks away', () => {
    expect(asked).toMatchObject({ layer: null, targets: [], marked: new Set() });
    expect(asked.asked.get(runs[0]!.key)).toEqual({ ask: 'stop', state: 'asked' });
  });

  test('is unknown after the line broke, until it is known', () => {
    const unknown = reduceFleet(asked, { ...answer, isKnown: false, said: 'a: the line broke.' });
    expect(unknown.asked.get(runs[0]!.key)).toEqual({ ask: 'stop', state: 'unknown' });
    expect(unknown.notice).toBe('a: the line broke.');
    expect(reduceFleet(unknown, { ...answer, isKnown: true, said: null }).asked.size).toBe(0);
  });
});

test('the dialog is about those that were marked when it was opened, whatever is marked or moves meanwhile', () => {
  const state = pressed(opened, 'down', 's');
  expect(state.targets).toEqual([runs[1]!.key]);
  expect(told(state, runs.toReversed(), [hostOf('gpu2')]).targets).toEqual([runs[1]!.key]);
});
