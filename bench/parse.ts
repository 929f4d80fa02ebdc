import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { execa } from 'execa';
import type { Bench } from './bench.ts';

/** Reading a gigabyte of AlexeyAB's log, from the file to the reduced run, beside grep on the same file. */
export const parse: Bench = {
  name: 'parse',
  promise:
    'an AlexeyAB log of 1 GB is read and reduced in at most 6 times the time of `grep -c avg`, in less than 200 MB.',
  run,
};

const fileBytes = 1_000_000_000;
const mostTimes = 6;
const mostMemory = 200_000_000;
/** The two take turns, and the best time of each counts: what else the machine does only ever adds. */
const rounds = 3;

async function run(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-bench-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    const path = join(folder, 'darknet.log');
    writeLog(path);
    return await compare(path, await bundle(folder));
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/** Repeats a recorded log until the file has its size. */
function writeLog(path: string): void {
  const log = readFileSync(new URL('../fixtures/darknet/darknet-alexeyab-slow-map.log', import.meta.url));
  const file = openSync(path, 'w');
  for (let size = 0; size < fileBytes; size += log.length) writeSync(file, log);
  closeSync(file);
}

/** The reading program as it is shipped: in one file of plain JavaScript. */
async function bundle(folder: string): Promise<string> {
  const program = join(folder, 'parseLog.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('parseLog.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    logLevel: 'warning',
  });
  return program;
}

async function compare(path: string, program: string): Promise<boolean> {
  const grep: number[] = [];
  const plateau: number[] = [];
  let memory = 0;
  for (let round = 0; round < rounds; round++) {
    grep.push((await timed('grep', ['-c', 'avg', path])).seconds);
    const own = await timed(process.execPath, [program, path]);
    plateau.push(own.seconds);
    const { lines, unexplained, iterations, peak } = measurement(own.output);
    memory = Math.max(memory, peak);
    if (round === 0) print(`${lines} lines, ${unexplained} unexplained, the last iteration is ${iterations}`);
  }
  const times = Math.min(...plateau) / Math.min(...grep);
  print(`grep -c avg   ${seconds(grep)}`);
  print(`plateau       ${seconds(plateau)}`);
  print(
    `${times.toFixed(2)} times the time of grep (at most ${mostTimes}), ${megabytes(memory)} (less than ${megabytes(mostMemory)})`,
  );
  return times <= mostTimes && memory < mostMemory;
}

async function timed(program: string, words: readonly string[]): Promise<{ seconds: number; output: string }> {
  const start = performance.now();
  const { stdout } = await execa(program, words, { stdin: 'ignore', stderr: 'inherit' });
  return { seconds: (performance.now() - start) / 1000, output: stdout };
}

interface Measurement {
  readonly lines: number;
  readonly unexplained: number;
  readonly iterations: number;
  /** Peak of the resident memory, in bytes. */
  readonly peak: number;
}

function measurement(output: string): Measurement {
  // Written by parseLog.ts.
  return JSON.parse(output);
}

function seconds(all: readonly number[]): string {
  return all.map((one) => `${one.toFixed(2)} s`).join('  ');
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

function print(text: string): void {
  process.stdout.write(`  ${text}\n`);
}
