import { describe, expect, test } from 'vitest';
import type { FleetState } from '../../../../../src/ui/state/fleet/fleetState.ts';
import { fleetCommand, fleetKeys } from '../../../../../src/ui/state/keys/fleet/fleetCommand.ts';
import { listOf, plainSettings, pressed } from '../../../../support/fleet/list.ts';
import { memberOf } from '../../../../support/fleet/member.ts';

const [a, b] = [memberOf('a', { tags: ['one', 'two'], note: 'old' }), memberOf('b', { isPaused: true })];
const over = memberOf('over', { isLive: false, state: 'ended' });
const shared = memberOf('shared', {}, { way: 'shared', host: 'gpu9' });
const away = memberOf('away', {}, { way: 'ssh', host: 'gpu4', away: { since: 0, why: 'no answer' } });
const opened = listOf([a, b, over, shared, away]);

function after(state: FleetState, key: string, readonly = false): unknown {
  return fleetCommand({ state, settings: { ...plainSettings, readonly } }, key);
}

describe('a stop', () => {
  test('asks first: the dialog opens on cancel', () => {
    expect(pressed(opened, 's')).toMatchObject({ layer: 'stop', targets: [a.key], choice: 'cancel' });
    expect(after(pressed(opened, 's'), 'enter')).toEqual({ type: 'back' });
  });

  test.each([
    ['c', { ask: 'stop', plan: { when: 'checkpoint' } }],
    ['i', { ask: 'stop', plan: { when: 'now', strongest: 'SIGINT' } }],
    ['t', { ask: 'stop', plan: { when: 'now', strongest: 'SIGTERM' } }],
  ])('with %s asks %j of all marked ones', (key, request) => {
    const state = pressed(opened, 'space', 'space', 's');
    expect(after(state, key)).toEqual({
      type: 'request',
      asks: [
        { member: a, request },
        { member: b, request },
      ],
    });
  });

  test('by the choice that the arrows went to', () => {
    expect(after(pressed(opened, 's', 'tab'), 'enter')).toMatchObject({
      asks: [{ request: { ask: 'stop', plan: { when: 'checkpoint' } } }],
    });
  });

  test('that is planned can be called off, and only then', () => {
    const planned = listOf([memberOf('p', { armed: { stage: 'checkpoint', reason: null } })]);
    expect(after(pressed(planned, 's'), 'u')).toMatchObject({ asks: [{ request: { ask: 'cancel' } }] });
    expect(after(pressed(opened, 's'), 'u')).toBeNull();
  });

  test('that comes too late says why nothing is asked', () => {
    const ended = { ...pressed(opened, 's'), members: [memberOf('a', { isLive: false, state: 'ended' })] };
    expect(after(ended, 'i')).toEqual({ type: 'notice', text: 'a is over.' });
    expect(after(pressed({ ...ended, choice: 'SIGTERM' }), 'enter')).toEqual({ type: 'notice', text: 'a is over.' });
  });

  test.each([
    [2, /^over is over\.$/],
    [3, /^shared is kept on gpu1, where its keeper is\.$/],
    [4, /^away cannot be asked: gpu4 is away since \d\d:\d\d\.$/],
  ])('of number %i cannot be asked, and why is said', (downs, text) => {
    const state = pressed(opened, ...Array.from({ length: downs }, () => 'down'));
    expect(after(state, 's')).toEqual({ type: 'notice', text: expect.stringMatching(text) });
  });
});

describe('other keys', () => {
  test('pause what runs and resume what is paused, after a question', () => {
    expect(after(pressed(opened, 'p'), 'y')).toMatchObject({ asks: [{ request: { ask: 'pause' } }] });
    expect(after(pressed(opened, 'down', 'p'), 'y')).toMatchObject({ asks: [{ request: { ask: 'resume' } }] });
    expect(after(pressed(opened, 'p'), 'enter')).toEqual({ type: 'back' });
  });

  test('remove only what is over', () => {
    expect(after(opened, 'x')).toEqual({ type: 'notice', text: 'a is not over: stop it first.' });
    const state = pressed(opened, 'down', 'down', 'x');
    expect(after(state, 'y')).toEqual({ type: 'request', asks: [{ member: over, request: { ask: 'remove' } }] });
  });

  test('rename, note and tag with what was typed, and ask nothing where that changes nothing', () => {
    expect(after(pressed(opened, 'r', 'backspace', 'n', 'e', 'w'), 'enter')).toMatchObject({
      asks: [{ request: { ask: 'describe', changes: { name: 'new' } } }],
    });
    expect(after(pressed(opened, 'r'), 'enter')).toEqual({ type: 'back' });
    expect(after(pressed(opened, 'n', 'space', '!'), 'enter')).toMatchObject({
      asks: [{ request: { changes: { note: 'old !' } } }],
    });
    const emptied = pressed(opened, 'n', 'backspace', 'backspace', 'backspace');
    expect(after(emptied, 'enter')).toMatchObject({ asks: [{ request: { changes: { note: null } } }] });
    const tagged = pressed(opened, 't', ...Array.from('three_-one', (key) => (key === '_' ? 'space' : key)));
    expect(after(tagged, 'enter')).toMatchObject({ asks: [{ request: { changes: { tags: ['two', 'three'] } } }] });
  });

  test('keep the longest note that a run can have whole while it is changed', () => {
    const long = listOf([memberOf('long', { note: 'x'.repeat(499) })]);
    expect(after(pressed(long, 'n', '!'), 'enter')).toMatchObject({
      asks: [{ request: { changes: { note: `${'x'.repeat(499)}!` } } }],
    });
  });

  test('open the training at the cursor', () => {
    expect(after(pressed(opened, 'down'), 'enter')).toEqual({ type: 'show', member: b });
  });

  test('compare and overlay need two', () => {
    expect(after(opened, 'c')).toMatchObject({ type: 'notice' });
    expect(after(pressed(opened, 'space', 'space'), 'o')).toMatchObject({ type: 'open', layer: 'overlay' });
  });
});

describe('a read-only list', () => {
  test.each(['s', 'p', 'r', 't', 'n', 'x'])('does nothing with %s, and says why', (key) => {
    expect(after(opened, key, true)).toEqual({
      type: 'notice',
      text: `${key} does nothing here: this list is read-only (--readonly).`,
    });
  });

  test('has no key that asks anything of a training', () => {
    for (const layer of ['stop', 'pause', 'resume', 'remove', 'rename', 'tag', 'note'] as const) {
      const state: FleetState = { ...opened, layer, targets: [a.key], entry: 'x' };
      for (const key of new Set(fleetKeys.flatMap(({ keys }) => keys))) {
        expect(after(state, key, true)).not.toMatchObject({ type: 'request' });
      }
    }
  });
});
