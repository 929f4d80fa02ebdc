import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freshHome } from '../support/real/plateau.ts';
import { openTerminal, type Terminal } from '../support/real/terminal.ts';
import { startLog } from '../support/terminal/growingLog.ts';
import { soon } from '../support/soon.ts';

const escape = '\u001B';

/**
 * What a person, a cat or a paste may send; `q` and `^C` are left out, which close the dashboard, and `^Z`, which stops
 * it.
 */
const keys = [
  ...Array.from('?hswzd123456789VMRKfeE0yxtcoAupFnN/+-=[] ijkagK\r\t\u007F\u000C'),
  ...['A', 'B', 'C', 'D', 'H', 'F', '5~', '6~', 'Z'].map((code) => `${escape}[${code}`),
  `${escape}OP`,
  escape,
  'é',
  '日',
  `${escape}[200~pasted text${escape}[201~`,
];

const bytes = readFileSync('fixtures/demo/healthy.log');

test('2,000 random keys, sizes and lines in a real terminal leave no rubbish on the screen and give it back at the end', async () => {
  const { directory, environment } = freshHome();
  const path = join(directory, 'training.log');
  startLog(path, bytes.subarray(0, 400_000));
  const terminal = openTerminal(['watch', '--readonly', path], { environment, cwd: directory, columns: 80, rows: 24 });
  await terminal.see(/^\? help/m);
  const happening = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...keys) },
    { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 100 })) },
    { weight: 1, arbitrary: fc.constant(null) },
  );
  let written = 400_000;
  for (const [index, what] of fc.sample(happening, { numRuns: 2000, seed: 7 }).entries()) {
    if (what === null) appendFileSync(path, bytes.subarray(written, (written += 900)));
    else if (typeof what === 'string') terminal.press(what);
    else terminal.resize(...what);
    // Esc waits for what may follow it: without a pause the next key would be another one.
    if (index % 10 === 0 || what === escape) await sleep(25);
    if (index % 10 === 0) await expectOpen(terminal);
    if (index % 400 === 399) await expectNoRubbish(terminal);
  }
  terminal.resize(100, 32);
  // Whatever is open is left, so that what is compared stands still.
  for (let step = 0; step < 10; step++) {
    terminal.press(escape);
    await sleep(60);
  }
  if (terminal.screen().includes('FROZEN')) terminal.press(' ');
  await terminal.see(/^\? help/m);
  await expectNoRubbish(terminal);
  terminal.press('q');
  expect((await terminal.exited).exitCode).toBe(0);
  await soon(() => expect(terminal.buffer()).toBe('normal'));
  expect(terminal.screen()).not.toMatch(/Error|at .*plateau\.js/);
}, 120_000);

/** The dashboard is there. A repaint (^L) leaves the alternate screen and comes back at once. */
async function expectOpen(terminal: Terminal): Promise<void> {
  await soon(() => expect(terminal.buffer()).toBe('alternate'));
}

/**
 * What is on the screen is what is there once all of it is drawn anew, and no line is wider than the terminal. A key
 * that says nothing comes first, since any key takes away what was said last.
 */
async function expectNoRubbish(terminal: Terminal): Promise<void> {
  // What a search in the log comes to may be said late.
  await settled(terminal.screen);
  terminal.press(nothing);
  await settled(terminal.screen);
  const left = terminal.screen();
  expect(terminal.wrapped()).toBe(0);
  const written = terminal.written();
  terminal.press('\u000C');
  await soon(() => expect(terminal.written()).toBeGreaterThan(written));
  await settled(terminal.screen, 50);
  await soon(() => expect(terminal.screen()).toBe(left));
}

/** ^G, which no row of the table of keys has. */
const nothing = '\u0007';

async function settled(screen: () => string, interval = 350): Promise<void> {
  let before = '';
  for (let same = 0; same < 4;) {
    await sleep(interval);
    const now = screen();
    same = now === before ? same + 1 : 0;
    before = now;
  }
}
