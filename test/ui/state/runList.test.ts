import { expect, test } from 'vitest';
import { markedIndex, reduceRunList, type RunListState } from '../../../src/ui/state/runList.ts';
import { listedEntry } from '../../support/ui/listedEntry.ts';

const entries = ['a', 'b', 'c', 'd'].map((id) => listedEntry(id));
const opened: RunListState = { entries, marked: 'a', problem: null, columns: 80, rows: 24 };

function after(state: RunListState, ...keys: readonly string[]): RunListState {
  return keys.reduce((before, key) => reduceRunList(before, { type: 'key', key }), state);
}

test('the mark moves with each key and stays within the list', () => {
  expect(after(opened, 'down', 'j', 'k').marked).toBe('b');
  expect(after(opened, 'up', 'pageup').marked).toBe('a');
  expect(after(opened, 'end').marked).toBe('d');
  expect(after(opened, 'pagedown', 'home').marked).toBe('a');
  expect(after(opened, 'x')).toBe(opened);
});

test('the mark stays on its training when others come, and goes to the first one when it is gone', () => {
  const later = reduceRunList(after(opened, 'down'), { type: 'read', entries: [listedEntry('new'), ...entries] });
  expect(markedIndex(later)).toBe(2);
  expect(markedIndex({ ...later, marked: 'gone' })).toBe(0);
});

test('nothing is drawn again for what is as it was', () => {
  expect(reduceRunList(opened, { type: 'read', entries: structuredClone(entries) })).toBe(opened);
  const failed = reduceRunList(opened, { type: 'failed', problem: 'The history cannot be read.' });
  expect(reduceRunList(failed, { type: 'failed', problem: 'The history cannot be read.' })).toBe(failed);
  expect(reduceRunList(failed, { type: 'read', entries })).toMatchObject({ problem: null });
});
