import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { execa } from 'execa';
import type { Bench } from './bench.ts';

/**
 * Reading gigabytes, from the file to the reduced run: AlexeyAB's log beside grep, Ultralytics' console and its
 * results.csv beside wc.
 */
export const parse: Bench = {
  name: 'parse',
  promise:
    'an AlexeyAB log of 1 GB is read and reduced in at most 6 times the time of `grep -c avg`, an Ultralytics console and a results.csv of 1 GB at 60 MB/s and more, each in less than 200 MB.',
  run,
};

interface Case {
  readonly title: string;
  /** The recorded file that is repeated until it has its size. */
  readonly fixture: string;
  readonly peer: readonly [program: string, ...words: string[]];
  /** Whether these best times, in seconds, keep the promise. */
  readonly isKept: (plateau: number, peer: number) => boolean;
}

const fileBytes = 1_000_000_000;
const maxRatio = 6;
const minSpeed = 60e6;
const maxMemory = 200_000_000;
/** The two take turns, and the best time of each counts: what else the machine does only ever adds. */
const rounds = 3;

const isFast = (plateau: number) => fileBytes / plateau >= minSpeed;

const cases: readonly Case[] = [
  {
    title: `AlexeyAB's log (at most ${maxRatio} times the time of grep)`,
    fixture: 'darknet/darknet-alexeyab-slow-map.log',
    peer: ['grep', '-c', 'avg'],
    isKept: (plateau, grep) => plateau <= maxRatio * grep,
  },
  {
    title: "Ultralytics' console, most of it bars that are drawn over (at least 60 MB/s)",
    fixture: 'ultralytics/8.3.241-curve.log',
    peer: ['wc', '-l'],
    isKept: isFast,
  },
  {
    title: "Ultralytics' results.csv (at least 60 MB/s)",
    fixture: 'ultralytics/8.3.241-curve.results.csv',
    peer: ['wc', '-l'],
    isKept: isFast,
  },
];

async function run(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-bench-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    const program = await bundle(folder);
    const path = join(folder, 'training.log');
    let kept = true;
    for (const each of cases) {
      writeLog(path, each.fixture);
      // All are measured, also when one was too slow.
      kept = (await compare(each, path, program)) && kept;
    }
    return kept;
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/** Repeats a recorded log until the file has its size. */
function writeLog(path: string, fixture: string): void {
  const log = readFileSync(new URL(`../fixtures/${fixture}`, import.meta.url));
  const block = Buffer.concat(Array.from({ length: Math.ceil(1e6 / log.length) }, () => log));
  const file = openSync(path, 'w');
  for (let size = 0; size < fileBytes; size += block.length) writeSync(file, block);
  closeSync(file);
}

/** Bundles the reading program as it is shipped: one file of plain JavaScript. */
async function bundle(folder: string): Promise<string> {
  await build({
    entryPoints: { parseLog: fileURLToPath(new URL('parseLog.ts', import.meta.url)) },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    logLevel: 'warning',
  });
  return join(folder, 'parseLog.mjs');
}

async function compare({ title, peer, isKept }: Case, path: string, program: string): Promise<boolean> {
  const others: number[] = [];
  const own: number[] = [];
  let memory = 0;
  print(title);
  const [other, ...words] = peer;
  for (let round = 0; round < rounds; round++) {
    others.push((await timed(other, [...words, path])).seconds);
    const { seconds, output } = await timed(process.execPath, [program, path]);
    own.push(seconds);
    const { lines, unexplained, last, peak } = measurement(output);
    memory = Math.max(memory, peak);
    if (round === 0) print(`  ${lines} lines, ${unexplained} unexplained, the last iteration or epoch is ${last}`);
  }
  const best = Math.min(...own);
  const times = best / Math.min(...others);
  print(`  ${peer.join(' ').padEnd(12)}  ${others.map(inSeconds).join('  ')}`);
  print(`  plateau       ${own.map(inSeconds).join('  ')}`);
  print(
    `  ${times.toFixed(2)} times the time of ${other}, ${megabytes(fileBytes / best)}/s, ${megabytes(memory)} (less than ${megabytes(maxMemory)})`,
  );
  return isKept(best, Math.min(...others)) && memory < maxMemory;
}

async function timed(program: string, words: readonly string[]): Promise<{ seconds: number; output: string }> {
  const start = performance.now();
  const { stdout } = await execa(program, words, { stdin: 'ignore', stderr: 'inherit' });
  return { seconds: (performance.now() - start) / 1000, output: stdout };
}

interface Measurement {
  readonly lines: number;
  readonly unexplained: number;
  /** The last iteration, or epoch where no iterations are printed. */
  readonly last: number;
  /** Peak of the resident memory, in bytes. */
  readonly peak: number;
}

function measurement(output: string): Measurement {
  // Written by parseLog.ts.
  return JSON.parse(output);
}

function inSeconds(seconds: number): string {
  return `${seconds.toFixed(2)} s`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

function print(text: string): void {
  process.stdout.write(`  ${text}\n`);
}
