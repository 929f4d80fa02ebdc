import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { counted } from '../../src/words/count.ts';
import type { Bench } from '../bench.ts';
import { writeBareInk } from '../bareInk.ts';
import { timeTo } from '../firstFrame.ts';
import { openTerminal, type OpenedTerminal, processorSeconds } from '../openTerminal.ts';
import { type BenchMachine, startMachine, startTrainings, writeEndedRuns, writeSsh } from './machines.ts';

/** Machines, runs of each, and how many of all run, at one iteration a second. Fewer where the environment says so. */
const machineCount = Number(process.env['PLATEAU_BENCH_HOSTS'] ?? 20);
const perMachine = 25;
const liveCount = Math.round(machineCount * 2.5);
const watchSeconds = 60;

/** The best of so many openings counts: what else the machine does only ever adds. */
const rounds = 3;
const pastRounds = 8;

/** Runs that are over on one machine. */
const pastCount = 5000;

/** Times, shares of one core, bytes, bytes a second. */
const limits = {
  frame: 1.5,
  rows: 2,
  client: 0.05,
  serve: 0.01,
  serveMemory: 80e6,
  line: 2000,
  keeper: 0.005,
  keeperMemory: 35e6,
};

/** Real sshd and `plateau serve` on the loopback: the machines and the list share the cores here. */
export const fleet: Bench = {
  name: 'fleet',
  promise: `${machineCount * perMachine} runs on ${machineCount} machines, ${liveCount} of them live, are listed: the first frame within ${limits.frame} times bare Ink, also of ${pastCount} runs that are over here; all rows within ${limits.rows} times as many parallel \`ssh HOST node -e 0\`; the list takes at most ${limits.client * 100} % of a core, each serve ${limits.serve * 100} % and 80 MB, each line 2 KB/s, each keeper 35 MB`,
  run,
};

async function run(): Promise<boolean> {
  const root = mkdtempSync(join(tmpdir(), 'plateau-bench-'));
  const machines: BenchMachine[] = [];
  try {
    for (let index = 0; index < machineCount; index += 1) machines.push(await startMachine(root, `gpu${index}`));
    process.env['PATH'] = `${writeSsh(root, machines)}${delimiter}${process.env['PATH']}`;
    for (const [index, machine] of machines.entries()) {
      const live = liveOf(index);
      await writeEndedRuns(machine.home, machine.name, perMachine - live);
      await startTrainings(machine, live);
    }
    const hello = join(root, 'hello.mjs');
    await writeBareInk(hello);
    const kept = [await openPast(root, hello), await measure(root, machines, hello)];
    return kept.every(Boolean);
  } finally {
    for (const pid of pidsOf(root)) kill(pid);
    for (const { server } of machines) server.close();
    await sleep(500);
    rmSync(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

function liveOf(index: number): number {
  return Math.floor(((index + 1) * liveCount) / machineCount) - Math.floor((index * liveCount) / machineCount);
}

/** The list of one machine on which thousands of runs are over. */
async function openPast(root: string, hello: string): Promise<boolean> {
  const home = join(root, 'past');
  mkdirSync(home);
  await writeEndedRuns(home, 'past', pastCount);
  const open = () => openList(join(home, '.local/state'), [], counted(pastCount, 'training'));
  const first = open();
  await first.filled;
  first.terminal.write('q');
  await first.terminal.gone;
  const bare: number[] = [];
  const frames: number[] = [];
  const fills: number[] = [];
  for (let round = 0; round < pastRounds; round += 1) {
    bare.push(await timeTo('Hello, world', () => openTerminal(process.execPath, [hello])));
    const { terminal, framed, filled } = open();
    frames.push(await framed);
    fills.push(await filled);
    await terminal.close();
  }
  return [
    told(
      `first frame of ${pastCount} runs that are over, times bare Ink`,
      Math.min(...frames) / Math.min(...bare),
      limits.frame,
    ),
    told('  all of them there, ms', Math.min(...fills), Infinity),
  ].every(Boolean);
}

async function measure(root: string, machines: readonly BenchMachine[], hello: string): Promise<boolean> {
  const names = machines.map(({ name }) => name);
  const open = () => openList(join(root, 'here'), names, `${counted(machineCount * perMachine, 'training')} on`);
  const bare: number[] = [];
  const frames: number[] = [];
  const connects: number[] = [];
  const opens: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await timeTo('Hello, world', () => openTerminal(process.execPath, [hello])));
    connects.push(
      await timed(async () => Promise.all(names.map((name) => execa('ssh', [name, process.execPath, '-e', '0'])))),
    );
    const { terminal, framed, filled } = open();
    frames.push(await framed);
    opens.push(await filled);
    await closeList(root, terminal);
  }
  const { terminal, filled } = open();
  await filled;
  const { pid } = terminal;
  await sleep(10_000);
  const serves = pidsOf(root).filter((each) => commandOf(each).includes('serve --stdio'));
  const keepers = pidsOf(root).filter((each) => commandOf(each).includes('keeper.js'));
  const before = await usageOf([pid, ...serves, ...keepers]);
  const drawn = terminal.bytes();
  await sleep(watchSeconds * 1000);
  const after = await usageOf([pid, ...serves, ...keepers]);
  const sent = terminal.bytes() - drawn;
  await closeList(root, terminal);
  const cpu = (each: number) => (after.get(each)!.cpu - before.get(each)!.cpu) / watchSeconds;
  const line = (each: number) => (after.get(each)!.written - before.get(each)!.written) / watchSeconds;
  const memory = (each: number) => after.get(each)!.memory;
  return [
    told('first frame, times bare Ink', Math.min(...frames) / Math.min(...bare), limits.frame),
    told('all rows, times the parallel ssh', Math.min(...opens) / Math.min(...connects), limits.rows),
    told('  of which ssh alone, ms', Math.min(...connects), Infinity),
    told('CPU of the list, share of a core', cpu(pid), limits.client),
    told('memory of the list (PSS)', memory(pid), Infinity),
    told('to the terminal, bytes/s', sent / watchSeconds, Infinity),
    told('CPU of a serve (median)', median(serves.map(cpu)), limits.serve),
    told('memory of a serve (largest, PSS)', Math.max(...serves.map(memory)), limits.serveMemory),
    told('line of a machine (largest, bytes/s)', Math.max(...serves.map(line)), limits.line),
    told('CPU of a keeper at a line a second (median)', median(keepers.map(cpu)), limits.keeper),
    told('memory of a keeper (largest, PSS)', Math.max(...keepers.map(memory)), limits.keeperMemory),
  ].every(Boolean);
}

function told(what: string, value: number, limit: number): boolean {
  const shown = value >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
  process.stdout.write(
    `  ${what}: ${shown}${Number.isFinite(limit) ? ` (at most ${limit.toLocaleString('en')})` : ''}\n`,
  );
  return value <= limit;
}

/**
 * The list of this machine and of others in a terminal. Milliseconds from its start until it is drawn, and until `all`
 * stands in it.
 */
function openList(state: string, names: readonly string[], all: string) {
  const start = performance.now();
  const terminal = openTerminal(process.execPath, ['bin/plateau.js', '--hosts', names.join(',')], {
    XDG_STATE_HOME: state,
    XDG_CONFIG_HOME: state,
  });
  const took = async (text: string): Promise<number> => {
    await terminal.see(text);
    return performance.now() - start;
  };
  return { terminal, framed: took('Plateau ·'), filled: took(all) };
}

async function closeList(root: string, terminal: OpenedTerminal): Promise<void> {
  await terminal.close();
  while (pidsOf(root).some((pid) => commandOf(pid).includes('serve --stdio'))) await sleep(100);
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

interface Usage {
  /** Seconds. */
  readonly cpu: number;
  /** Bytes, shared ones divided among those that share them. */
  readonly memory: number;
  readonly written: number;
}

async function usageOf(pids: readonly number[]): Promise<ReadonlyMap<number, Usage>> {
  const entries = pids.map(async (pid): Promise<[number, Usage]> => {
    const [, memory = '0'] = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
    const [, written = '0'] = /^wchar: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8')) ?? [];
    return [pid, { cpu: await processorSeconds(pid), memory: Number(memory) * 1024, written: Number(written) }];
  });
  return new Map(await Promise.all(entries));
}

/** The processes of the machines: their home is in the environment of each. */
function pidsOf(root: string): readonly number[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      const isOf = /^\d+$/.test(name) && readFileSync(`/proc/${name}/environ`, 'latin1').includes(`HOME=${root}/`);
      return isOf ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
