import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { encodePng } from '../src/demo/data/png.ts';
import type { Bench } from './bench.ts';

/** The whole check of 20,000 generated images with their labels, beside merely reading and hashing the same files. */
export const check: Bench = {
  name: 'check',
  promise:
    '20,000 images with labels are checked, nothing cached, in at most 2 times the time of reading and hashing the files, in less than 400 MB.',
  run,
};

const images = 20_000;
const mostTimes = 2;
const mostMemory = 400_000_000;
/** The two take turns, and the best time of each counts: what else the machine does only ever adds. */
const rounds = 3;

async function run(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-bench-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    const files = writeDataSet(folder);
    const program = await bundle(folder);
    return compare(folder, files, program);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/**
 * Writes images of noise with a bright square, 27 KB each, as Darknet users lay them out: noise is the dearest there is
 * to unpack.
 */
function writeDataSet(folder: string): string[] {
  const side = 96;
  const files: string[] = [];
  const lists: Record<'train' | 'valid', string[]> = { train: [], valid: [] };
  let state = 1;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let index = 0; index < images; index++) {
    const part = index % 10 === 9 ? 'valid' : 'train';
    const pixels = Uint8Array.from({ length: side * side * 3 }, () => random() * 60);
    const size = 10 + Math.floor(random() * 30);
    const [left, top] = [Math.floor(random() * (side - size)), Math.floor(random() * (side - size))];
    for (let y = top; y < top + size; y++)
      pixels.fill(100 + random() * 100, (y * side + left) * 3, (y * side + left + size) * 3);
    const stem = join(folder, part, String(index));
    if (index === 0 || index === 9) mkdirSync(join(folder, part), { recursive: true });
    writeFileSync(`${stem}.png`, encodePng({ width: side, height: side, pixels }));
    const box = [left + size / 2, top + size / 2, size, size].map((value) => (value / side).toFixed(6));
    writeFileSync(`${stem}.txt`, `${index % 3} ${box.join(' ')}\n`);
    lists[part].push(`${stem}.png\n`);
    files.push(`${stem}.png`, `${stem}.txt`);
  }
  for (const part of ['train', 'valid'] as const) writeFileSync(join(folder, `${part}.txt`), lists[part].join(''));
  writeFileSync(join(folder, 'obj.names'), 'red\ngreen\nblue\n');
  const lines = [
    'classes = 3',
    `train = ${folder}/train.txt`,
    `valid = ${folder}/valid.txt`,
    `names = ${folder}/obj.names`,
    `backup = ${folder}`,
  ];
  writeFileSync(join(folder, 'obj.data'), `${lines.join('\n')}\n`);
  return files;
}

/** Plateau as it is shipped: plain JavaScript, with the program of its threads beside it. */
async function bundle(folder: string): Promise<string> {
  await build({
    entryPoints: {
      check: fileURLToPath(new URL('checkDataSet.ts', import.meta.url)),
      imageWorker: fileURLToPath(new URL('../src/checklist/scan/worker.ts', import.meta.url)),
    },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    logLevel: 'warning',
    // The same as in tools/build.ts: one of the libraries asks for Node's modules with require.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
  // Threads are started by the name that they have in `dist`.
  writeFileSync(join(folder, 'imageWorker.js'), "import './imageWorker.mjs';\n");
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  return join(folder, 'check.mjs');
}

function compare(folder: string, files: readonly string[], program: string): boolean {
  const reading: number[] = [];
  const checking: number[] = [];
  const cached: number[] = [];
  let memory = 0;
  for (let round = 0; round < rounds; round++) {
    reading.push(readAndHash(files));
    const cache = join(folder, `cache-${round}`);
    const first = checkOnce(program, folder, cache);
    checking.push(first.seconds);
    memory = Math.max(memory, first.peak);
    cached.push(checkOnce(program, folder, cache).seconds);
    if (round === 0) print(`${first.images} images, ${first.objects} objects, ${first.errors} errors`);
  }
  const times = Math.min(...checking) / Math.min(...reading);
  print(`read and hash     ${seconds(reading)}`);
  print(`plateau           ${seconds(checking)}`);
  print(`plateau, cached   ${seconds(cached)}`);
  print(
    `${times.toFixed(2)} times the time of reading and hashing (at most ${mostTimes}), ${Math.round(memory / 1e6)} MB (less than ${mostMemory / 1e6} MB)`,
  );
  return times <= mostTimes && memory < mostMemory;
}

/** What everything that looks at all bytes has to do at least, in one thread. */
function readAndHash(files: readonly string[]): number {
  const start = performance.now();
  for (const file of files) createHash('sha256').update(readFileSync(file)).digest();
  return (performance.now() - start) / 1000;
}

interface Measurement {
  readonly seconds: number;
  readonly images: number;
  readonly objects: number;
  readonly errors: number;
  /** Peak of the resident memory, in bytes. */
  readonly peak: number;
}

function checkOnce(program: string, folder: string, cache: string): Measurement {
  const { stdout } = spawnSync(process.execPath, [program, join(folder, 'obj.data')], {
    env: { ...process.env, XDG_CACHE_HOME: cache },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(stdout);
}

function seconds(all: readonly number[]): string {
  return all.map((one) => `${one.toFixed(2)} s`).join('  ');
}

function print(text: string): void {
  process.stdout.write(`  ${text}\n`);
}
