import { describe, expect, test } from 'vitest';
import { openScreen } from '../../support/ui/openScreen.tsx';

describe('the sizes of panes', () => {
  const lossWidth = (frame: string) => frame.split('\n')[3]!.indexOf('╮') + 1;

  test('are changed with < > , . and kept for each size of the terminal', async () => {
    const { terminal, store } = await openScreen({ columns: 120, rows: 40 });
    const usual = lossWidth(terminal.lastFrame());
    await terminal.press('>>');
    expect(lossWidth(terminal.lastFrame())).toBe(usual + 4);
    await terminal.press('.');
    expect(store.view().state.sizes).toEqual({ '120x40': { widths: { loss: 4 }, heights: [1, 0, 0] } });
    await terminal.resize(121, 40);
    expect(lossWidth(terminal.lastFrame())).toBeLessThanOrEqual(usual + 1);
    await terminal.resize(120, 40);
    expect(lossWidth(terminal.lastFrame())).toBe(usual + 4);
  });

  test('are changed only where that shows, so that no key has to be pressed twice to take one back', async () => {
    const { terminal, store } = await openScreen({ columns: 120, rows: 40 });
    await terminal.press('<'.repeat(200));
    expect(terminal.lastFrame()).toContain('There is no room to make this pane narrower.');
    const narrow = lossWidth(terminal.lastFrame());
    await terminal.press('>');
    expect(lossWidth(terminal.lastFrame())).toBeGreaterThan(narrow);
    expect(store.view().state.sizes['120x40']!.widths.loss).toBeGreaterThan(-60);
  });

  test('are the usual ones after L, which shows all panes again', async () => {
    const { terminal, store } = await openScreen({ columns: 120, rows: 40 });
    const usual = terminal.lastFrame().split('\n').slice(3, -2);
    await terminal.press('2');
    await terminal.press('2');
    await terminal.press('1');
    await terminal.press('>,');
    expect(terminal.lastFrame().split('\n').slice(3, -2)).not.toEqual(usual);
    await terminal.press('L');
    expect(store.view().state).toMatchObject({ sizes: {}, off: [], focus: 'loss' });
    expect(terminal.lastFrame().split('\n').slice(3, -2)).toEqual(usual);
    expect(terminal.lastFrame()).toContain('All panes are there again, in their usual sizes.');
  });

  test('cannot be changed where a pane has the whole screen', async () => {
    const { terminal, store } = await openScreen({ columns: 120, rows: 40 });
    await terminal.press('f');
    await terminal.press('>');
    expect(store.view().state.sizes).toEqual({});
    expect(terminal.lastFrame()).toContain('Panes have sizes where they stand beside one another.');
  });
});
