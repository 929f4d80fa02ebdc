import { describe, expect, test } from 'vitest';
import { darknetEvents, falling, fedMonitor, logLines, otherRun, someVerdict } from '../../support/ui/fakes.ts';
import { openScreen } from '../../support/ui/openScreen.tsx';

const escape = '\u001B';
const [left, right] = [`${escape}[D`, `${escape}[C`];

function columnOf(rows: readonly string[], text: string): number {
  return rows.find((line) => line.includes(text))?.indexOf(text) ?? -1;
}

describe('what is to come', () => {
  test('is shaded at the end of the mAP chart, with the learning-rate steps that are planned', async () => {
    const monitor = fedMonitor(undefined, someVerdict({ forecast: { low: 0.6, mid: 0.83, high: 0.95 } }));
    const { terminal } = await openScreen({ columns: 300, rows: 60, monitor });
    const drawn = terminal.lastFrame();
    expect(drawn).toContain('ends at 60.0 to 95.0 %');
    expect(drawn).toContain('░');
    const rows = drawn.split('\n');
    const wall = columnOf(rows, '┊');
    const axis = rows.find((line) => / 6000│.*\^|\^.* 6000│/.test(line))!;
    expect(axis.lastIndexOf('^')).toBeGreaterThan(wall);
  });

  test('is not drawn once the training is over, nor while a part of it is looked at', async () => {
    const ended = fedMonitor(undefined, someVerdict({ name: 'finished', action: 'stop' }));
    ended.feed([...darknetEvents(3000), { type: 'ended', how: 'early-stop' }], logLines(3));
    expect((await openScreen({ monitor: ended, columns: 120, rows: 40 })).terminal.lastFrame()).not.toContain('┊');
    const { terminal } = await openScreen({ columns: 120, rows: 40 });
    expect(terminal.lastFrame()).toContain('┊');
    await terminal.press('+');
    expect(terminal.lastFrame()).not.toContain('┊');
  });

  test('is no fan that climbs back to the best where the verdict is that it gets worse', async () => {
    const forecast = { low: 0.8, mid: 0.83, high: 0.95 };
    const at = async (name: 'over-fitting' | 'plateau') => {
      const monitor = fedMonitor(undefined, someVerdict({ name, forecast }));
      monitor.feed(darknetEvents(4500, 6000, falling), logLines(3));
      return (await openScreen({ columns: 120, rows: 40, monitor })).terminal.lastFrame();
    };
    expect(await at('over-fitting')).not.toContain('░');
    const lines = (await at('plateau')).split('\n').filter((line) => line.includes('░'));
    // It begins at the best, 83 %, not at the last value, 68 %.
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThanOrEqual(3);
  });

  test('is told of the metric and of the end that it is for, and drawn over the mAP only where it is one', async () => {
    const basis = { ...someVerdict().basis!, metric: 'recall', isMap: false, end: 4500, isPlanned: false };
    const monitor = fedMonitor(undefined, someVerdict({ basis, forecast: { low: 0.6, mid: 0.9, high: 0.95 } }));
    const { terminal } = await openScreen({ columns: 120, rows: 40, monitor });
    expect(terminal.lastFrame()).not.toContain('░');
    await terminal.press('w');
    expect(terminal.lastFrame()).toContain('Best recall at iteration 4,500: about 90.0 %');
    await terminal.press(escape);
    const end = terminal.waitUntilExit();
    await terminal.press('q');
    expect(await end).toMatch(/^still to come: 20m$/m);
  });

  test('is not drawn where nobody can tell and no step is planned', async () => {
    const monitor = fedMonitor(undefined, someVerdict({ forecast: null }));
    monitor.feed(darknetEvents(3000), logLines(3));
    monitor.feed([{ type: 'plan', plan: { steps: [] } }]);
    const { terminal } = await openScreen({ monitor, columns: 120, rows: 40 });
    expect(terminal.lastFrame()).not.toContain('┊');
  });
});

describe('the x axis', () => {
  test('marks saves, learning-rate drops and what bent the curves, each with a sign of its own', async () => {
    const monitor = fedMonitor(undefined, someVerdict());
    monitor.feed(darknetEvents(3000), logLines(3));
    monitor.feed([
      { type: 'plan', plan: { steps: [1500], scales: [0.1] } },
      { type: 'regime', at: 900, label: 'resumed' },
      { type: 'checkpoint', path: 'best.weights', at: 600, role: 'best' },
    ]);
    const { terminal } = await openScreen({ monitor });
    const axis = terminal
      .lastFrame()
      .split('\n')
      .find((line) => / 3000│| 3000 /.test(line) && line.includes('~'))!;
    const [save, bend, drop] = ['o', '~', '^'].map((sign) => axis.indexOf(sign));
    expect(save).toBeGreaterThan(0);
    expect(bend).toBeGreaterThan(save!);
    expect(drop).toBeGreaterThan(bend!);
  });

  test('is explained in the help', async () => {
    const { terminal } = await openScreen({ rows: 90 });
    await terminal.press('?');
    expect(terminal.lastFrame().replaceAll(/\s+/g, ' ')).toContain('o weights saved, ^ learning rate dropped');
  });
});

describe('the value cursor', () => {
  test('shows the newest values first, goes back with the arrows, and away with Esc', async () => {
    const { terminal, store } = await openScreen({ columns: 120, rows: 40 });
    const whole = terminal.lastFrame();
    await terminal.press('c');
    expect(terminal.lastFrame()).toMatch(/1 loss .* at 3000/);
    for (let step = 0; step < 50; step++) await terminal.press(left);
    expect(store.view().state.cursor).toBeCloseTo(1500, -2);
    expect(terminal.lastFrame()).toMatch(/1 loss .* 0\.\d+ at 150\d/);
    expect(terminal.lastFrame()).toMatch(/2 mAP \d\d\.\d % at 1500/);
    await terminal.press(escape);
    expect(terminal.lastFrame()).toBe(whole);
  });

  test('goes from evaluation to evaluation in a pane of the mAP', async () => {
    const { terminal, store } = await openScreen({ columns: 120, rows: 40 });
    await terminal.press('2');
    await terminal.press('c');
    expect(store.view().state.cursor).toBe(3000);
    await terminal.press(left);
    await terminal.press(left);
    expect(store.view().state.cursor).toBe(2800);
    await terminal.press(right);
    expect(store.view().state.cursor).toBe(2900);
    expect(terminal.lastFrame()).toMatch(/2 mAP \d\d\.\d % at 2900/);
  });

  test('does nothing where nothing was read', async () => {
    const monitor = fedMonitor(null);
    monitor.feed([], ['hello']);
    const { terminal, store } = await openScreen({ monitor });
    await terminal.press('c');
    await terminal.press(left);
    expect(store.view().state.cursor).toBeNull();
  });
});

describe('any metric', () => {
  test('is shown with ] and [, in a pane of its own or on the whole screen where there is no room for one', async () => {
    const { terminal, store } = await openScreen({ columns: 200, rows: 60 });
    await terminal.press(']');
    const first = store.view().state.metric;
    expect(terminal.lastFrame()).toContain(`M metric ${first} `);
    await terminal.press(']');
    expect(store.view().state.metric).not.toBe(first);
    await terminal.press('[');
    expect(store.view().state.metric).toBe(first);
    await terminal.press('[');
    expect(terminal.lastFrame()).toContain('metric evaluation iou');
    expect(store.view().state.full).toBeNull();
    await terminal.press('M');
    expect(terminal.lastFrame()).not.toContain('M metric');
  });

  test('stands among those of its family, as small multiples', async () => {
    const { terminal, store } = await openScreen({ columns: 120, rows: 40 });
    store.dispatch({ type: 'metric', name: 'evaluation recall', full: true });
    await terminal.press('');
    const drawn = terminal.lastFrame();
    for (const small of ['map50 .8', 'precision .8000', 'recall .7000', 'f1 .7500', 'iou .6000'])
      expect(drawn).toContain(small);
    store.dispatch({ type: 'metric', name: 'batchLoss', full: true });
    await terminal.press('');
    expect(terminal.lastFrame()).not.toContain('recall .7000');
  });

  test('takes the whole screen where it has no room', async () => {
    const { terminal, store } = await openScreen({ columns: 40, rows: 12 });
    await terminal.press(']');
    expect(store.view().state.full).toBe('metric');
    expect(terminal.lastFrame()).toContain('metric');
  });

  test('includes the validation loss and the IoU, which have panes of their own', async () => {
    const monitor = fedMonitor(undefined, someVerdict());
    monitor.feed(darknetEvents(1500), logLines(3));
    for (const [epoch, validationLoss] of [1.5, 1.1, 1.2].entries()) {
      monitor.feed([{ type: 'epoch', epoch: epoch + 1, loss: 1, validationLoss, learningRate: null, seconds: null }]);
    }
    const { terminal } = await openScreen({ monitor, columns: 200, rows: 60 });
    expect(terminal.lastFrame()).toContain('V validation loss 1.200');
    // Of two layers there is a table with the chart below; the chart alone is asked for.
    expect(terminal.lastFrame()).toMatch(/4 IoU \.\d{4}/);
    await terminal.press('8');
    expect(terminal.lastFrame()).toMatch(/8 IoU \.\d{4}/);
  });
});

describe('other trainings', () => {
  const others = [otherRun({ id: 'b', name: 'newer' }), otherRun({ id: 'a', name: 'older', axis: 'epoch' })];

  test('are only read when somebody asks, listed with R and laid over the charts with o', async () => {
    let asked = 0;
    const readOthers = async () => {
      asked++;
      return others;
    };
    const { terminal, store } = await openScreen({ columns: 200, rows: 60, beside: { readOthers } });
    expect(asked).toBe(0);
    await terminal.press('R');
    expect(terminal.lastFrame()).toContain('╭ other trainings');
    expect(terminal.lastFrame()).toMatch(/> b newer +3000it +71\.0 % ended/);
    await terminal.press('o');
    expect(store.view().state.overlay).toEqual(['b']);
    expect(terminal.lastFrame()).toMatch(/>\*b newer/);
    await terminal.press('o');
    expect(store.view().state.overlay).toEqual([]);
    expect(asked).toBe(1);
  });

  test('keep their letter and colour when a newer one comes, and end in it', async () => {
    const { terminal } = await openScreen({ columns: 120, rows: 40, beside: { readOthers: async () => others } });
    const before = terminal.lastFrame().split('b').length;
    await terminal.press('o');
    expect(terminal.lastFrame().split('b').length).toBeGreaterThan(before);
  });

  test('that count otherwise are not laid over, and it is said so', async () => {
    const { terminal, store } = await openScreen({ beside: { readOthers: async () => others.slice(1) } });
    await terminal.press('o');
    expect(store.view().state.overlay).toEqual([]);
    expect(terminal.lastFrame()).toContain('No other training has the same x axis.');
  });

  test('cannot be read from everywhere', async () => {
    const { terminal } = await openScreen();
    await terminal.press('o');
    expect(terminal.lastFrame()).toContain('No other training can be read from here.');
  });
});
