import { describe, expect, test } from 'vitest';
import type { MachineSample } from '../../../src/machine/machineSample.ts';
import { darknetEvents, fedMonitor, someChecklist, someSample, someVerdict } from '../../support/ui/fakes.ts';
import { settle } from '../../support/ui/harness.tsx';
import { openScreen } from '../../support/ui/openScreen.tsx';
import { soon } from '../../support/soon.ts';

const escape = '\u001B';

describe('a verdict that is put aside', () => {
  const evaluations = (from: number, to: number) => darknetEvents(to).slice(darknetEvents(from).length);

  test('with z comes back after ten evaluations', async () => {
    const monitor = fedMonitor(undefined, someVerdict());
    const { terminal } = await openScreen({ monitor });
    const banner = () => terminal.lastFrame().split('\n').slice(1, 3).join('\n');
    expect(banner()).toMatch(/^! MAY STOP/);
    await terminal.press('z');
    expect(banner()).toMatch(/^- MAY STOP/);
    expect(banner()).toContain('snoozed for 10 more evaluations');
    monitor.feed(evaluations(3000, 3900));
    await terminal.press('e');
    await soon(() => expect(banner()).toContain('snoozed for 1 more evaluation ('));
    monitor.feed(evaluations(3900, 4000));
    await soon(() => expect(banner()).toMatch(/^! MAY STOP/));
  });

  test('is taken up again with the same key', async () => {
    const { terminal } = await openScreen();
    for (const key of ['z', 'd']) {
      await terminal.press(key);
      expect(terminal.lastFrame()).toContain('\n- MAY STOP');
      await terminal.press(key);
      expect(terminal.lastFrame()).toContain('\n! MAY STOP');
    }
  });

  test('with d comes back as soon as it is another one', async () => {
    const monitor = fedMonitor(undefined, someVerdict());
    let verdict = someVerdict();
    const { terminal, store } = await openScreen({ monitor: { ...monitor, verdict: () => verdict } });
    await terminal.press('d');
    expect(terminal.lastFrame()).toContain('dismissed until it changes');
    verdict = someVerdict({ name: 'diverged', action: 'stop', headline: 'the loss is no number' });
    monitor.feed([], ['a line']);
    await terminal.press(' ');
    await terminal.press(' ');
    expect(store.view().facts.verdict.name).toBe('diverged');
    expect(terminal.lastFrame()).toContain('\nX DIVERGED');
  });

  test('cannot be one that asks for nothing', async () => {
    const monitor = fedMonitor(undefined, someVerdict({ name: 'improving', action: 'continue' }));
    const { terminal } = await openScreen({ monitor });
    await terminal.press('z');
    expect(terminal.lastFrame()).toContain('There is nothing to snooze');
  });
});

describe('the machine pane', () => {
  const watching = (sample: MachineSample) => (hear: (heard: MachineSample) => void) => {
    hear(sample);
    return () => undefined;
  };

  test('shows the GPU, what it did before, and the host', async () => {
    const machine = watching(someSample());
    const { terminal } = await openScreen({ columns: 120, rows: 40, beside: { machine } });
    expect(terminal.lastFrame()).toContain('9 machine NVIDIA H100');
    expect(terminal.lastFrame()).toMatch(/GPU0 +97% 10\.2G\/80G 71C 212W/);
    expect(terminal.lastFrame()).toMatch(/load .*3\.1 on 16 cores/);
    // With more room each figure has its history.
    await terminal.press('9');
    await terminal.press('f');
    expect(terminal.lastFrame()).toMatch(/use .*█ 97%[^]*mem .*▂ 10\.2G\/80G[^]*power .*▃ 212W\/700W/);
  });

  test('of a machine without a GPU is there only while it is looked at', async () => {
    const machine = watching(someSample({ gpus: [] }));
    const { terminal } = await openScreen({ columns: 120, rows: 40, beside: { machine } });
    expect(terminal.lastFrame()).not.toContain('9 machine');
    await terminal.press('9');
    expect(terminal.lastFrame()).toContain('no GPU found');
    await terminal.press('1');
    expect(terminal.lastFrame()).not.toContain('9 machine');
  });

  test('says why the GPUs tell nothing', async () => {
    const machine = watching(someSample({ gpus: [], gpuProblem: 'nvidia-smi does not answer.' }));
    const { terminal } = await openScreen({ columns: 120, rows: 40, beside: { machine } });
    await terminal.press('9');
    expect(terminal.lastFrame()).toContain('nvidia-smi does not answer.');
  });

  test('warns of a disk that is too full for the next checkpoint', async () => {
    const disk = { path: '/data', free: 150e6, total: 1e12 };
    const machine = watching(someSample({ disk, checkpointBytes: 200e6 }));
    const { terminal } = await openScreen({ columns: 120, rows: 40, beside: { machine } });
    await terminal.press('9');
    expect(terminal.lastFrame()).toContain('the next save will fail');
  });

  test('is not there for a training on another machine, and 9 says so', async () => {
    const { terminal } = await openScreen({ columns: 120, rows: 40 });
    await terminal.press('9');
    expect(terminal.lastFrame()).toContain('its machine is not monitored');
  });

  test('stops looking when the screen is closed', async () => {
    let looking = 0;
    const machine = () => {
      looking++;
      return () => void looking--;
    };
    const { store } = await openScreen({ beside: { machine } });
    expect(looking).toBe(1);
    store.close();
    expect(looking).toBe(0);
  });
});

describe('the checklist', () => {
  test('shows its sections, and space ticks what only a person can tell', async () => {
    const checklist = someChecklist();
    const { terminal, store } = await openScreen({ columns: 120, rows: 40, beside: { checklist } });
    expect(terminal.lastFrame()).toContain('K checklist 2 to look at');
    expect(terminal.lastFrame()).toMatch(/\[x\] validation images +200/);
    expect(terminal.lastFrame()).toMatch(/\[!\] mAP flat +31 epochs/);
    await terminal.press('K');
    expect(terminal.lastFrame()).toContain('>[ ] annotations reviewed (yours)');
    await terminal.press(' ');
    await settle();
    expect(checklist.ticked.has('review')).toBe(true);
    expect(terminal.lastFrame()).toContain('>[x] annotations reviewed');
    expect(store.view().state.frozen).toBe(false);
  });

  test('marks what it cuts in a narrow pane: neither a text nor a figure ends as if it were whole', async () => {
    const items = () =>
      [30, 20, 10].map((length) => ({
        id: String(length),
        section: 'TRAINING',
        text: `mAP is good ${'x'.repeat(length)}`,
        state: 'open' as const,
        detail: '90.1 %, good from 90 %',
        byHand: false,
      }));
    const { terminal } = await openScreen({
      rows: 40,
      beside: { checklist: { items, toggle: async () => undefined } },
    });
    await terminal.press('K');
    await terminal.resize(60, 16);
    const rows = terminal
      .lastFrame()
      .split('\n')
      .filter((line) => line.includes('mAP is good'));
    expect(rows).toEqual([
      ` [ ] mAP is good ${'x'.repeat(30)}  90.1 %, g…`,
      ` [ ] mAP is good ${'x'.repeat(20)}  90.1 %, good from 9…`,
      ` [ ] mAP is good ${'x'.repeat(10)}          90.1 %, good from 90 %`,
    ]);
  });

  test('says why something could not be ticked', async () => {
    const checklist = {
      ...someChecklist(),
      toggle: async () => {
        throw new Error('checklist.json cannot be written: the disk is full.');
      },
    };
    const { terminal } = await openScreen({ columns: 120, rows: 40, beside: { checklist } });
    await terminal.press('K');
    await terminal.press(' ');
    await settle();
    expect(terminal.lastFrame()).toContain('checklist.json cannot be written: the disk is full.');
  });
});

describe('the help', () => {
  test('is searched with /, and Esc gives it back whole', async () => {
    const { terminal } = await openScreen({ columns: 100, rows: 60 });
    await terminal.press('?');
    for (const key of ['/', 'c', 'u', 'r', 's', 'o', 'r']) await terminal.press(key);
    expect(terminal.lastFrame()).toContain('value cursor');
    expect(terminal.lastFrame()).not.toContain('repaint the screen');
    await terminal.press('\r');
    expect(terminal.lastFrame()).not.toContain('repaint the screen');
    await terminal.press(escape);
    expect(terminal.lastFrame()).toContain('repaint the screen');
  });

  test('says when no key matches a word', async () => {
    const { terminal } = await openScreen();
    await terminal.press('?');
    for (const key of ['/', 'x', 'y', 'z', 'q']) await terminal.press(key);
    expect(terminal.lastFrame()).toContain('No key matches "xyzq".');
  });
});

describe('the last evaluations', () => {
  test('of a training that learns nothing are drawn from zero on: there is no mAP below', async () => {
    const monitor = fedMonitor();
    monitor.feed(darknetEvents(3000, 6000, () => 0));
    const { terminal } = await openScreen({ monitor, columns: 120, rows: 40 });
    expect(terminal.lastFrame()).toContain('last ');
    expect(terminal.lastFrame()).not.toMatch(/-\d[\d.e-]*┤/);
  });
});

describe('what is awaited', () => {
  test('is nothing of a trainer before the first line, and after an epoch where a trainer counts in them', async () => {
    const monitor = fedMonitor(null);
    const { terminal } = await openScreen({ monitor: { ...monitor, feed: () => undefined } });
    expect(terminal.lastFrame()).toContain('waiting for the first line');
    expect(terminal.lastFrame()).not.toContain('no trainer recognised');
    const counting = fedMonitor();
    counting.feed([{ type: 'plan', plan: { epochs: 40 } }], ['Starting training for 40 epochs']);
    const other = await openScreen({ monitor: counting });
    expect(other.terminal.lastFrame()).toContain('most evaluate after each epoch');
  });
});
