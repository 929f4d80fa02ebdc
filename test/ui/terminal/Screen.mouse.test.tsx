import { describe, expect, test } from 'vitest';
import { openScreen } from '../../support/ui/openScreen.tsx';

async function open(columns: number, rows: number) {
  const opened = await openScreen({ columns, rows });
  await opened.terminal.press('m');
  return opened;
}

describe('the mouse', () => {
  test('is used and given back with m, and does nothing before', async () => {
    const { terminal, store } = await openScreen({ columns: 120, rows: 40 });
    await terminal.mouse('[<0;60;6M');
    expect(store.view().state).toMatchObject({ mouse: false, focus: 'loss' });
    await terminal.press('m');
    expect(store.view().state).toMatchObject({
      mouse: true,
      notice: expect.stringContaining('m gives the mouse back'),
    });
    await terminal.press('m');
    expect(store.view().state.mouse).toBe(false);
  });

  test('focuses the pane that is clicked', async () => {
    const { terminal, store } = await open(120, 40);
    await terminal.mouse('[<0;60;6M');
    expect(store.view().state.focus).toBe('map');
    await terminal.mouse('[<0;5;37M');
    expect(store.view().state.focus).toBe('log');
    await terminal.mouse('[<0;5;1M');
    expect(store.view().state.focus).toBe('log');
  });

  test('zooms a chart with the wheel, and scrolls what is no chart', async () => {
    const { terminal, store } = await open(120, 40);
    for (let step = 0; step < 3; step++) await terminal.mouse('[<64;5;6M');
    expect(store.view().state).toMatchObject({ focus: 'loss', zoom: 3, logBack: 0 });
    for (let step = 0; step < 2; step++) await terminal.mouse('[<64;5;37M');
    expect(store.view().state).toMatchObject({ focus: 'log', zoom: 3, logBack: 6 });
    await terminal.mouse('[<65;5;37M');
    expect(store.view().state.logBack).toBe(3);
  });

  test('cannot touch the training: a click in a dialog does nothing', async () => {
    const { terminal, store, control } = await open(80, 24);
    await terminal.press('s');
    for (let row = 1; row <= 24; row++) await terminal.mouse(`[<0;10;${row}M`);
    expect(store.view().state.layer).toBe('stop');
    expect(control.sent).toEqual([]);
  });
});
