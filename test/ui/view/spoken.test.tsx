import { expect, test } from 'vitest';
import { darknetEvents, fedMonitor, logLines, someVerdict } from '../../support/ui/fakes.ts';
import { openScreen } from '../../support/ui/openScreen.tsx';

const drawn = /[─-▟⠀-⣿]/;

test('a screen reader is told the verdict, how the training stands and what to do, and no curves', async () => {
  const { terminal } = await openScreen({ spoken: true });
  const said = terminal.lastFrame();
  expect(said).toMatch(/^MAY STOP/);
  expect(said).toContain('iteration 3000 of 6000 after 20m of training');
  expect(said).toContain('next: Keep the best weights and test them.');
  expect(said).not.toMatch(drawn);
});

test('a screen reader is told the stop dialog, and its keys work', async () => {
  const { terminal, control } = await openScreen({ spoken: true });
  await terminal.press('s');
  expect(terminal.lastFrame()).toContain('[i] SIGINT now');
  expect(terminal.lastFrame()).toContain('nothing: no step is done since the last save');
  expect(terminal.lastFrame()).not.toMatch(drawn);
  await terminal.press('i');
  expect(control.sent).toEqual(['SIGINT']);
  expect(terminal.lastFrame()).toContain('SIGINT sent, waiting');
});

test('a screen reader is not told again what only counts up', async () => {
  const monitor = fedMonitor(undefined, someVerdict());
  monitor.feed(darknetEvents(3000), logLines(5));
  const { terminal } = await openScreen({ monitor, spoken: true });
  const before = terminal.lastFrame();
  monitor.feed(darknetEvents(3050).slice(darknetEvents(3000).length), logLines(5));
  await terminal.press('e');
  expect(terminal.lastFrame()).toBe(before);
});
