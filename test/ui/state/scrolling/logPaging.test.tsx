import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createPager } from '../../../../src/log/files/pager.ts';
import { openScreen } from '../../../support/ui/openScreen.tsx';
import { soon } from '../../../support/soon.ts';

const escape = '\u001B';
const up = `${escape}[A`;
const down = `${escape}[B`;
const pageUp = `${escape}[5~`;
const home = `${escape}[H`;
const end = `${escape}[F`;

/** A screen with the log pane in focus, over a log of ten thousand lines of which the monitor keeps none. */
async function openLog() {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-log-'));
  const path = join(directory, 'output.log');
  const lines = Array.from({ length: 10_000 }, (_, index) => `line ${index}${index % 1000 === 7 ? ' Needle' : ''}`);
  writeFileSync(path, `${lines.join('\n')}\n`);
  const pager = createPager(path);
  onTestFinished(async () => {
    await pager.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const opened = await openScreen({ columns: 100, rows: 40, beside: { pager } });
  await opened.terminal.press('7');
  const { terminal } = opened;
  const see = async (text: string | RegExp) => soon(() => expect(terminal.lastFrame()).toMatch(text));
  return { ...opened, see, path };
}

describe('the whole log', () => {
  test('is scrolled from its end to its first line and back, and F follows it again', async () => {
    const { terminal, see, store } = await openLog();
    await terminal.press(up);
    await see(/line 9998/);
    expect(terminal.lastFrame()).toMatch(/7 log at 99% of \d+K {2}F follows/);
    await terminal.press(home);
    await see(/line 0\b/);
    await see(/7 log at 0%/);
    await terminal.press(down);
    await see(/7 log/);
    await soon(() => expect(store.view().state.page?.lines[0]?.text).toBe('line 1'));
    await terminal.press('F');
    expect(terminal.lastFrame()).toContain('200 lines kept  follows');
  });

  test('is scrolled by each of the keys that come in one chunk', async () => {
    const { terminal, store } = await openLog();
    await terminal.press(up);
    await soon(() => expect(store.view().state.page).not.toBeNull());
    const first = () => Number(store.view().state.page?.lines[0]?.text.split(' ')[1]);
    const before = first();
    await terminal.press(up.repeat(6));
    await soon(() => expect(first()).toBe(before - 6));
    await terminal.press(down.repeat(4) + up);
    await soon(() => expect(first()).toBe(before - 3));
    await terminal.press(`${up}F`);
    await soon(() => expect(store.view().state.page).toBeNull());
  });

  test('goes up by pages without losing a line', async () => {
    const { terminal, store } = await openLog();
    await terminal.press(pageUp);
    await soon(() => expect(store.view().state.page).not.toBeNull());
    const first = store.view().state.page!.lines[0]!.text;
    await terminal.press(pageUp);
    await soon(() => expect(store.view().state.page!.lines[0]!.text).not.toBe(first));
    const { lines } = store.view().state.page!;
    expect(lines.map(({ text }) => text)).toContain(first);
  });

  test('stands still while lines come', async () => {
    const { terminal, monitor, see, path } = await openLog();
    await terminal.press(up);
    await see(/line 9998/);
    const shown = terminal.lastFrame().split('\n').slice(-8, -3);
    appendFileSync(path, 'one more\n');
    monitor.feed([], ['one more']);
    await terminal.press('e');
    expect(terminal.lastFrame().split('\n').slice(-8, -3)).toEqual(shown);
    await terminal.press(end);
    await see(/follows/);
  });

  test('is searched with / and n, N from hit to hit, whatever is kept of it', async () => {
    const { terminal, store, see } = await openLog();
    for (const key of ['/', 'n', 'e', 'e', 'd', 'l', 'e', '\r']) await terminal.press(key);
    const hit = () => {
      const { page } = store.view().state;
      return page?.lines.find(({ offset }) => offset === page.hit)?.text ?? null;
    };
    await terminal.press('n');
    await soon(() => expect(hit()).toBe('line 9007 Needle'));
    expect(terminal.lastFrame()).toContain('line 9007 Needle');
    await terminal.press('n');
    await soon(() => expect(hit()).toBe('line 8007 Needle'));
    await terminal.press('N');
    await soon(() => expect(hit()).toBe('line 9007 Needle'));
    await terminal.press('N');
    await see(/No newer line of the log contains "needle"/);
    await terminal.press(escape);
    expect(store.view().state.page).toBeNull();
    expect(store.view().state.filter).toBe('needle');
  });

  test('that is gone is said, and nothing breaks', async () => {
    const pager = createPager('/nowhere/output.log');
    const { terminal } = await openScreen({ columns: 100, rows: 40, beside: { pager } });
    await terminal.press('7');
    await terminal.press(up);
    await soon(() => expect(terminal.lastFrame()).toContain('/nowhere/output.log'));
  });
});
