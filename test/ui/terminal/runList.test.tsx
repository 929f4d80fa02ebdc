import { describe, expect, test } from 'vitest';
import { chooseRun } from '../../../src/ui/terminal/runList.tsx';
import { fakeStreams, settle } from '../../support/ui/harness.tsx';
import { listedEntry } from '../../support/ui/listedEntry.ts';

const entries = ['a', 'b', 'c', 'd'].map((id) => listedEntry(id));

describe('choosing a training', () => {
  function opened() {
    const { frames, stdin, stdout, type } = fakeStreams(100, 20);
    const chosen = chooseRun({ entries, read: async () => entries, stdin, stdout });
    return { chosen, frames, type };
  }

  test('opens the marked one with Enter', async () => {
    const { chosen, type } = opened();
    await settle();
    type('\u001B[B');
    await settle();
    type('\u001B[B');
    await settle();
    type('\u001B[A');
    await settle();
    type('\r');
    expect(await chosen).toBe('b');
  });

  test('acts on each of the keys that come in one chunk', async () => {
    const { chosen, type } = opened();
    await settle();
    type('\u001B[B\u001B[B\u001B[A');
    type('\r');
    expect(await chosen).toBe('b');
  });

  test.each(['q', '\u0003', '\u001B'])('is left without one by %j, and gives the screen back', async (key) => {
    const { chosen, frames, type } = opened();
    await settle();
    type(key);
    expect(await chosen).toBeNull();
    expect(frames.join('')).toContain('\u001B[?1049l');
  });

  test('does not go beyond its ends', async () => {
    const { chosen, type } = opened();
    await settle();
    for (let step = 0; step < 9; step++) {
      type('\u001B[B');
      await settle();
    }
    type('\r');
    expect(await chosen).toBe('d');
  });
});
