import { appendFileSync } from 'node:fs';
import { appendFile, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import asciichart from 'asciichart';
import { execa } from 'execa';
import { fileSource } from '../src/log/files/fileSource.ts';
import { circumstancesOf } from '../src/monitor/circumstances.ts';
import { openMonitor } from '../src/monitor/openMonitor.ts';
import { readFacts } from '../src/ui/state/facts/facts.ts';
import { createScreenState } from '../src/ui/state/state.ts';
import { drawPane } from '../src/ui/view/panes/index.ts';
import { writeBareInk } from './bareInk.ts';
import type { Bench } from './bench.ts';
import { isInstalled, startOnce, timeTo } from './firstFrame.ts';
import { evaluationLines, iterationLine, iterationLines, opening } from './darknetLog.ts';
import { columns, openTerminal, type OpenedTerminal, processorSeconds, residentBytes, rows } from './openTerminal.ts';

/** A trainer of ten iterations a second with two heads: three lines each, thirty a second. */
const iterationsPerSecond = 10;
/** Watching costs what it costs for hours: what is compiled in the first seconds is no part of it. */
const settleSeconds = 10;
const watchSeconds = 60;
const idleSeconds = 12;
const keyPresses = 25;
/** The two take turns, and the best time of each counts: what else the machine does only ever adds. */
const starts = 8;
/**
 * A day of the same trainer, evaluated every thousand iterations, in so many seconds: long enough for what frames leave
 * behind to pile up.
 */
const dayIterations = 24 * 3600 * iterationsPerSecond;
const daySeconds = 240;
const evaluateEvery = 1000;
/** 27 hours at the same speed. */
const longIterations = 1_000_000;

/** Of one core, bytes, milliseconds, times. */
const limits = { cpu: 0.03, memory: 140 * 1024 ** 2, keyMedian: 50, firstFrame: 1.5 } as const;

export const screen: Bench = {
  name: 'screen',
  promise: `at ${columns}x${rows} with ${iterationsPerSecond} iterations/s it sends no more bytes than btop, takes at most 3 % of a core, sends nothing at idle and answers a key within 50 ms; a day of log replayed in four minutes leaves it at 140 MB or less; a frame of charts at 200x60 is computed in at most the time of one asciichart.plot of 10,000 points; it starts within 1.5 times of a bare Ink program, also on a million iterations`,
  run: measureScreen,
};

async function measureScreen(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'plateau-bench-'));
  try {
    const log = join(folder, 'training.log');
    const kept = [
      await drawBesideAsciichart(join(folder, 'drawn.log')),
      await watchBesideBtop(log),
      await replayDay(join(folder, 'day.log')),
    ];
    const hello = join(folder, 'hello.mjs');
    await writeBareInk(hello);
    kept.push(await compareStarts('a young training', hello, ['watch', log]));
    const long = join(folder, 'long.log');
    await writeLongLog(long);
    kept.push(await compareStarts(`${longIterations / 1e6} million iterations`, hello, ['watch', long]));
    kept.push(await reopen(hello, long, { XDG_STATE_HOME: join(folder, 'state') }));
    return kept.every(Boolean);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The charts of a screen of 200 by 60, and how large each is. */
const chartPanes = ['loss', 'map', 'tail', 'iouPlot'] as const;
const [chartWidth, chartHeight] = [64, 24];
const plotPoints = 10_000;
/** What else the machine does only ever adds: the best of so many counts. */
const drawings = 40;

async function drawBesideAsciichart(log: string): Promise<boolean> {
  const lines: string[] = [];
  for (let iteration = 1; iteration <= plotPoints; iteration++) {
    lines.push(iterationLines(iteration));
    if (iteration % evaluateEvery === 0) lines.push(evaluationLines(iteration));
  }
  await writeFile(log, opening + lines.join(''));
  const monitor = await openMonitor(fileSource(log), circumstancesOf(null));
  await monitor.readToEnd();
  const fixed = { title: 'bench', readonly: true, comeBack: null, characters: 'braille' } as const;
  const facts = readFacts(monitor, null, null, fixed, monitor.now());
  const state = createScreenState(200, 60);
  const values = Array.from({ length: plotPoints }, (_, index) => Math.exp(-index / 2000) + 0.1 * Math.sin(index));
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let drawing = 0; drawing < drawings; drawing++) {
    const start = performance.now();
    for (const pane of chartPanes) drawPane(pane, facts, state, chartWidth, chartHeight);
    const middle = performance.now();
    asciichart.plot(values, { height: chartHeight });
    ours.push(middle - start);
    theirs.push(performance.now() - middle);
  }
  monitor.close();
  const [frame, plot] = [Math.min(...ours), Math.min(...theirs)];
  print(
    `charts of a frame at 200x60: ${frame.toFixed(2)} ms, asciichart.plot of ${plotPoints} points: ${plot.toFixed(2)} ms`,
  );
  return frame <= plot;
}

/** What a screen costs while it is watched. Bytes go over the line, CPU is a share of one core. */
interface Costs {
  readonly bytesPerSecond: number;
  readonly cpu: number;
  readonly memory: number;
}

async function watchBesideBtop(log: string): Promise<boolean> {
  await writeFile(log, opening);
  const stopTrainer = startTrainer(log);
  const plateau = openPlateau(['watch', log]);
  const btop = (await isInstalled('btop')) ? openTerminal('btop', []) : null;
  if (btop === null) print('btop is not installed: its column is missing (apt-get install btop).');
  await sleep(settleSeconds * 1000);
  const [ours, theirs] = await Promise.all([watch(plateau), btop === null ? null : watch(btop)]);
  await btop?.close();
  const answers = await pressKeys(plateau);
  stopTrainer();
  await sleep(3000);
  const before = plateau.bytes();
  await sleep(idleSeconds * 1000);
  const idle = plateau.bytes() - before;
  await plateau.close();
  print(`           ${'plateau'.padStart(10)} ${'btop'.padStart(10)}`);
  const line = (name: string, figure: (costs: Costs) => string) =>
    print(`${name.padEnd(10)} ${figure(ours).padStart(10)} ${(theirs === null ? '-' : figure(theirs)).padStart(10)}`);
  line('sent', (costs) => `${(costs.bytesPerSecond / 1000).toFixed(2)} kB/s`);
  line('CPU', (costs) => `${(costs.cpu * 100).toFixed(1)} %`);
  line('memory', (costs) => megabytes(costs.memory));
  print(`idle: ${idle} bytes in ${idleSeconds} s`);
  print(`a key is on the screen after ${median(answers).toFixed(0)} ms (median of ${answers.length})`);
  return (
    (theirs === null || ours.bytesPerSecond <= theirs.bytesPerSecond) &&
    ours.cpu <= limits.cpu &&
    ours.memory <= limits.memory &&
    idle === 0 &&
    median(answers) <= limits.keyMedian
  );
}

function openPlateau(words: readonly string[], environment: Readonly<Record<string, string>> = {}): OpenedTerminal {
  return openTerminal(process.execPath, ['bin/plateau.js', ...words], environment);
}

/** Writes at the trainer's speed. Returns the way to stop. */
function startTrainer(log: string): () => void {
  let iteration = 0;
  const timer = setInterval(() => {
    iteration++;
    appendFileSync(log, iterationLines(iteration));
  }, 1000 / iterationsPerSecond);
  return () => clearInterval(timer);
}

async function watch({ pid, bytes }: OpenedTerminal): Promise<Costs> {
  const [bytesBefore, cpuBefore, start] = [bytes(), await processorSeconds(pid), performance.now()];
  await sleep(watchSeconds * 1000);
  const seconds = (performance.now() - start) / 1000;
  return {
    bytesPerSecond: (bytes() - bytesBefore) / seconds,
    cpu: ((await processorSeconds(pid)) - cpuBefore) / seconds,
    memory: await residentBytes(pid),
  };
}

/** From a key to its effect on the screen, in milliseconds, while lines stream in: the help opens and closes. */
async function pressKeys({ write, see }: OpenedTerminal): Promise<number[]> {
  const answers: number[] = [];
  for (let press = 0; press < keyPresses; press++) {
    for (const [key, text] of [
      ['?', 'this help'],
      ['n', '>1 loss'],
    ] as const) {
      const start = performance.now();
      write(key);
      await see(text);
      answers.push(performance.now() - start);
      // Not in step with anything.
      await sleep(37 + (press % 7) * 31);
    }
  }
  return answers;
}

/** Writes the log of a day in minutes, while it is watched. */
async function replayDay(log: string): Promise<boolean> {
  await writeFile(log, opening);
  const plateau = openPlateau(['watch', log]);
  const start = performance.now();
  let written = 0;
  while (written < dayIterations) {
    await sleep(50);
    const due = Math.min(dayIterations, Math.floor(((performance.now() - start) / 1000 / daySeconds) * dayIterations));
    const lines: string[] = [];
    while (written < due) {
      written++;
      lines.push(iterationLines(written));
      if (written % evaluateEvery === 0) lines.push(evaluationLines(written));
    }
    await appendFile(log, lines.join(''));
  }
  const seconds = (performance.now() - start) / 1000;
  await plateau.see(`Saving weights`);
  await sleep(2000);
  const memory = await residentBytes(plateau.pid);
  await plateau.close();
  const { size } = await stat(log);
  await rm(log);
  print(
    `memory after a day of ${dayIterations} iterations (${megabytes(size)}) replayed in ${seconds.toFixed(0)} s: ${megabytes(memory)}`,
  );
  return memory <= limits.memory;
}

/** Without the lines of the heads, which would make it ten times as long. */
async function writeLongLog(path: string): Promise<void> {
  await writeFile(path, opening);
  for (let start = 1; start <= longIterations; start += 10_000) {
    const lines = Array.from({ length: 10_000 }, (_, index) => iterationLine(start + index));
    await appendFile(path, lines.join(''));
  }
}

/**
 * Time from the start of the process to its first frame: ours and that of a bare Ink program, in turn, both of which
 * ran before.
 */
async function compareStarts(
  what: string,
  hello: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  first = '>1 loss',
): Promise<boolean> {
  await startOnce(first, openPlateau(words, environment));
  const ours: number[] = [];
  const bare: number[] = [];
  for (let start = 0; start < starts; start++) {
    ours.push(await timeTo(first, () => openPlateau(words, environment)));
    bare.push(await timeTo('Hello, world', () => openTerminal(process.execPath, [hello])));
  }
  const ratio = Math.min(...ours) / Math.min(...bare);
  print(
    `first frame of ${what} (plateau ${words[0] ?? 'alone'}): ${Math.min(...ours).toFixed(0)} ms at best, a bare Ink program's ${Math.min(...bare).toFixed(0)} ms: ${ratio.toFixed(2)} times`,
  );
  return ratio <= limits.firstFrame;
}

/**
 * The same log as that of a training which was started here and is over: to find it in the list of runs, and to look at
 * it again.
 */
async function reopen(hello: string, long: string, environment: Readonly<Record<string, string>>): Promise<boolean> {
  const words = ['bin/plateau.js', 'run', '--name', 'long', '--', 'cat', long];
  await execa(process.execPath, words, { env: environment, stdin: 'ignore' });
  const what = `${longIterations / 1e6} million iterations`;
  return (
    (await compareStarts(what, hello, ['attach', 'long'], environment)) &&
    (await compareStarts(what, hello, [], environment, 'long'))
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(0)} MB`;
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] ?? Number.NaN;
}

function print(line: string): void {
  process.stdout.write(`  ${line}\n`);
}
