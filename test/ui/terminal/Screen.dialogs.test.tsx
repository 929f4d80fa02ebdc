import { describe, expect, test } from 'vitest';
import { openScreen } from '../../support/ui/openScreen.tsx';
import { otherRun } from '../../support/ui/fakes.ts';

describe('the list of other trainings', () => {
  const others = [
    otherRun({ id: 'b', name: 'newer' }),
    otherRun({ id: 'a', name: 'older', axis: 'epoch' }),
    otherRun({ id: 'c', name: 'oldest' }),
  ];
  const beside = { readOthers: async () => others };

  test('lies over the charts, and the key that opened it closes it', async () => {
    const { terminal, store } = await openScreen({ columns: 120, rows: 40, beside });
    await terminal.press('R');
    expect(terminal.lastFrame()).toMatch(/╭ other trainings ─+╮/);
    expect(terminal.lastFrame()).toContain('1 loss');
    await terminal.press('R');
    expect(store.view().state.layer).toBeNull();
    expect(terminal.lastFrame()).not.toContain('newer');
  });

  test('overlays any number of them, and takes them off again', async () => {
    const { terminal, store } = await openScreen({ columns: 120, rows: 40, beside });
    await terminal.press('R');
    await terminal.press('\r');
    await terminal.press('\u001b[B');
    await terminal.press('\r');
    expect(terminal.lastFrame()).toContain('That training has another x axis, or no data.');
    await terminal.press('\u001b[B');
    await terminal.press('o');
    expect(store.view().state.overlay).toEqual(['b', 'c']);
    await terminal.press('o');
    expect(store.view().state.overlay).toEqual(['b']);
  });

  test('keeps the marked one in view on a small terminal', async () => {
    const many = Array.from({ length: 24 }, (_, index) => otherRun({ id: `${index}`, name: `run ${index}` }));
    const { terminal } = await openScreen({ columns: 60, rows: 16, beside: { readOthers: async () => many } });
    await terminal.press('R');
    await terminal.press('\u001b[B'.repeat(20));
    expect(terminal.lastFrame()).toMatch(/> . run 20 /);
    expect(terminal.lastFrame()).not.toMatch(/run 0 /);
  });
});

describe('the note', () => {
  function note(text = '') {
    const kept = [text];
    return {
      kept,
      read: () => kept.at(-1)!,
      keep: async (next: string) => {
        if (next === 'refused') throw new Error('The record could not be written.');
        kept.push(next);
      },
    };
  }

  test('is written in a box over the charts, letters that are keys elsewhere too, and kept', async () => {
    const kept = note();
    const { terminal, store, control } = await openScreen({ columns: 120, rows: 40, beside: { note: kept } });
    await terminal.press('a');
    expect(terminal.lastFrame()).toMatch(/╭ note ─+╮/);
    await terminal.press('q? sin');
    await terminal.press(' 2');
    expect(terminal.lastFrame()).toContain('q? sin 2_');
    await terminal.press('\r');
    expect(store.view().state.layer).toBeNull();
    expect(terminal.lastFrame()).toContain('Noted.');
    expect(kept.kept.at(-1)).toBe('q? sin 2');
    expect(control.sent).toEqual([]);
    await terminal.press('w');
    await terminal.press('\u001b[F');
    expect(terminal.lastFrame()).toContain('note: q? sin 2');
  });

  test('is changed, pasted into and removed', async () => {
    const kept = note('more images');
    const { terminal } = await openScreen({ beside: { note: kept } });
    await terminal.press('a');
    await terminal.press('\u007f');
    await terminal.press('\u001b[200~s of vest\nand a second line\u001b[201~');
    await terminal.press('\r');
    expect(kept.kept.at(-1)).toBe('more images of vest');
    await terminal.press('a');
    await terminal.press('\u0015');
    await terminal.press('\r');
    expect(kept.kept.at(-1)).toBe('');
    expect(terminal.lastFrame()).toContain('The note is removed.');
  });

  test('stays whole while the longest one that a run can have is changed', async () => {
    const kept = note('x'.repeat(499));
    const { terminal } = await openScreen({ beside: { note: kept } });
    await terminal.press('a');
    await terminal.press('!');
    await terminal.press('\r');
    expect(kept.kept.at(-1)).toBe(`${'x'.repeat(499)}!`);
  });

  test('is left as it was by Esc, and says why it could not be kept', async () => {
    const kept = note('as it was');
    const { terminal } = await openScreen({ beside: { note: kept } });
    await terminal.press('a');
    await terminal.press('x');
    await terminal.press('\u001b');
    await terminal.press('a');
    await terminal.press('\u0015');
    await terminal.press('refused');
    await terminal.press('\r');
    expect(kept.kept).toEqual(['as it was']);
    expect(terminal.lastFrame()).toContain('The record could not be written.');
  });

  test('has no key where there is no run to keep it with', async () => {
    const { terminal, store } = await openScreen();
    await terminal.press('a');
    expect(store.view().state.layer).toBeNull();
  });
});
