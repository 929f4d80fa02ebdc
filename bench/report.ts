import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import type { Bench } from './bench.ts';
import { evaluationLines, iterationLine, opening } from './darknetLog.ts';

/** The page of a million iterations, beside `plateau inspect` of the same log. */
export const report: Bench = {
  name: 'report',
  promise: 'the page of a million iterations takes at most 3 times as long as plateau inspect, and less than 1 MB.',
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plateau-bench-'));
    try {
      return compare(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const iterations = 1_000_000;
const evaluateEvery = 1000;
const mostTimes = 3;
const mostBytes = 1_000_000;
/** The two take turns, and the best time of each counts: what else the machine does only ever adds. */
const rounds = 3;
const plateau = resolve(import.meta.dirname, '../bin/plateau.js');

function compare(folder: string): boolean {
  const log = join(folder, 'train.log');
  writeLog(log);
  const page = join(folder, 'report.html');
  let [read, write] = [Infinity, Infinity];
  for (let round = 0; round < rounds; round++) {
    read = Math.min(read, secondsOf(['inspect', log], folder));
    write = Math.min(write, secondsOf(['report', log, '-o', page], folder));
  }
  const { size } = statSync(page);
  process.stdout.write(
    `  inspect ${read.toFixed(2)} s, report ${write.toFixed(2)} s: ${(write / read).toFixed(2)} times; ${(size / 1000).toFixed(0)} kB\n`,
  );
  return write <= mostTimes * read && size < mostBytes;
}

function writeLog(path: string): void {
  const file = openSync(path, 'w');
  writeSync(file, opening);
  let text = '';
  for (let iteration = 1; iteration <= iterations; iteration++) {
    text += iterationLine(iteration);
    if (iteration % evaluateEvery === 0) {
      text += evaluationLines(iteration);
      writeSync(file, text);
      text = '';
    }
  }
  closeSync(file);
}

function secondsOf(words: readonly string[], home: string): number {
  const started = performance.now();
  const environment = { ...process.env, XDG_STATE_HOME: home, XDG_CACHE_HOME: home, XDG_CONFIG_HOME: home };
  const { status, stderr } = spawnSync(process.execPath, [plateau, ...words], { env: environment, encoding: 'utf8' });
  if (status !== 0) throw new Error(`plateau ${words[0]} failed: ${stderr}`);
  return (performance.now() - started) / 1000;
}
