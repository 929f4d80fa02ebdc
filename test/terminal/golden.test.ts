import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { freshHome } from '../support/real/plateau.ts';
import { openTerminal, type Terminal } from '../support/real/terminal.ts';
import { soon } from '../support/soon.ts';
import { logUntil, startLog } from '../support/terminal/growingLog.ts';

/**
 * What a real terminal shows of whole screens after each change of its size, while the log grows; what is on them in
 * every other state is in `test/ui/view/frame.golden.test.ts`. To renew a file, remove it and run this test.
 */
const improving = logUntil('fixtures/ultralytics/8.3.241-curve.log', /^ +all /, 20);

const sizes = [
  [40, 12],
  [60, 16],
  [80, 24],
  [120, 40],
  [200, 60],
] as const;

test('the screen of a training that improves, at every usual size', { timeout: 180_000 }, async () => {
  const { directory, environment } = home();
  const path = join(directory, 'training.log');
  const growing = startLog(path, improving);
  const terminal = openTerminal(['watch', path], { environment, cwd: directory });
  await terminal.see(/^\? help/m);
  await growing.goOn();
  await terminal.see(/ep 20\/40[^]*IMPROVING/);
  await compare(terminal, 'improving');
});

test('the screen of a training that is being stopped, at every usual size', { timeout: 180_000 }, async () => {
  const { directory, environment } = home();
  const log = join(directory, 'training.log');
  writeFileSync(log, logUntil('fixtures/demo/healthy.log', /^ 1620: /));
  const script = `trap : INT; /bin/cat '${log}'; while :; do /bin/sleep 5; done`;
  const words = ['run', '--name', 'demo', '--', '/bin/sh', '-c', script];
  const terminal = openTerminal(words, { environment, cwd: directory });
  await terminal.see(/it 1620\/1800/);
  terminal.press('s');
  await terminal.see(/SIGINT now/);
  terminal.press('i');
  await terminal.see(/SIGINT was sent/);
  terminal.press('n');
  await terminal.see(/STOPPING/);
  await compare(terminal, 'stopping');
});

/** Without the tools of GPUs, which would show the machine that the test runs on. */
function home() {
  const { directory, environment } = freshHome();
  const tools = join(directory, 'tools');
  mkdirSync(tools);
  return { directory, environment: { ...environment, PATH: tools } };
}

async function compare(terminal: Terminal, name: string): Promise<void> {
  for (const [columns, rows] of sizes) {
    terminal.resize(columns, rows);
    const file = `golden/${name}-${columns}x${rows}.txt`;
    await expect(await settled(terminal, file)).toMatchFileSnapshot(file);
  }
}

/**
 * The screen once it is as in the file or, when it does not become so, as it is in the end. Without a file: once it has
 * stopped changing, since new data are shown once a second.
 */
async function settled(terminal: Terminal, file: string): Promise<string> {
  const path = join(import.meta.dirname, file);
  const now = () => `${unnumbered(terminal.screen())}\n`;
  if (existsSync(path)) {
    const golden = readFileSync(path, 'utf8');
    await soon(() => expect(now()).toBe(golden)).catch(() => undefined);
    return now();
  }
  let before = '';
  for (let same = 0; same < 20;) {
    await sleep(100);
    same = now() === before ? same + 1 : 0;
    before = now();
  }
  return before;
}

/** Process numbers differ from run to run, and with them how much room the rest of their line has. */
function unnumbered(screen: string): string {
  return screen
    .split('\n')
    .map((line) => (/\bpid \d+/.test(line) ? line.replace(/\bpid \d+/, 'pid N').replaceAll(/ {2,}/g, '  ') : line))
    .join('\n');
}
