import { describe, expect, test } from 'vitest';
import type { Factor } from '../../../src/advisor/verdict.ts';
import { fedMonitor, someVerdict } from '../../support/ui/fakes.ts';
import { openScreen } from '../../support/ui/openScreen.tsx';

const factors: readonly Factor[] = [
  { topic: 'recent progress', effect: -0.2, text: 'no gain over the last 900 iterations', at: 2100 },
  { topic: 'time left', effect: 0.1, text: '50 % of the plan is left', at: 3000 },
  { topic: 'losses', effect: -0.01, text: 'training loss flat since iteration 2,100', at: 2100 },
  { topic: 'learning rate', effect: 0, text: 'it has not come down yet', at: null },
];
const down = '\u001b[B';
const up = '\u001b[A';

async function open(columns: number, rows: number) {
  const monitor = fedMonitor(undefined, someVerdict({ factors }));
  const opened = await openScreen({ columns, rows, monitor });
  return { ...opened, lines: () => opened.terminal.lastFrame().split('\n') };
}

describe('the reasons of a verdict', () => {
  test('stand beside the charts on a wide terminal, with their numbers beside the spots that they are about', async () => {
    const { lines } = await open(200, 60);
    const top = lines().findIndex((line) => line.includes('1 loss'));
    expect(lines()[top]).toMatch(/2 mAP.*3 mAP.*5 verdict/);
    const body = lines().slice(top + 1);
    expect(body.find((line) => line.includes('recent progress'))).toMatch(/ 1 recent progress/);
    expect(body.find((line) => line.includes('losses  '))).toMatch(/ 3 losses/);
    // One that is seen nowhere has no number.
    expect(body.find((line) => line.includes('learning rate'))).toMatch(/│ {3}learning rate/);
    const chart = (left: number, right: number) =>
      body.slice(0, 20).map((line) => line.slice(left, right).replace(/^ *[\d.]+[┤≈]/, ''));
    const [map = 0, tail = 0] = ['╭ 2 mAP', '╭ 3 mAP'].map((title) => lines()[top]!.indexOf(title));
    expect(chart(1, map - 1).join('')).toMatch(/3/);
    expect(chart(map + 1, tail - 1).join('')).toMatch(/1[^]*2|2[^]*1/);
  });

  test('stand below the charts on a narrower one, without numbers', async () => {
    const { lines } = await open(120, 40);
    expect(lines().find((line) => line.includes('recent progress'))).toMatch(/│recent progress/);
  });

  test('are marked with the arrows while their pane has the focus; Enter puts the cursor where one is seen', async () => {
    const { terminal, store, lines } = await open(200, 60);
    await terminal.press('5');
    expect(lines().find((line) => line.includes('recent progress'))).toContain('>1 recent progress');
    await terminal.press('\r');
    expect(store.view().state).toMatchObject({ cursor: 2100, full: null });
    expect(lines().find((line) => line.includes('2 mAP'))).toContain('at 2100');
    await terminal.press(down);
    await terminal.press('\r');
    expect(store.view().state.cursor).toBe(3000);
    await terminal.press(down + up + up);
    expect(lines().find((line) => line.includes('recent progress'))).toContain('>1 recent progress');
    await terminal.press('f');
    expect(store.view().state.full).toBe('verdict');
  });

  test('say what they do to the odds in the singular and the plural', async () => {
    const { lines } = await open(200, 60);
    const text = lines().join('\n');
    expect(text).toMatch(/recent progress +-▇+ +lowers the odds/);
    expect(text).toMatch(/losses +-?▇* +hardly matter:/);
    expect(text).toMatch(/learning rate +-?▇* +hardly matters:/);
  });
});
