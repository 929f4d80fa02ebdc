import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createRandom } from '../../../src/demo/random.ts';
import { mutated } from './mutate.ts';
import { rawError, readers } from './readers.ts';

/**
 * Reads damaged inputs with each reader in turn, as a process of its own so that its memory and its time can be
 * bounded: `node program.ts SEED STEP INPUTS DIRECTORY`. Says before each input which reader gets it, and at last, as
 * JSON, what it found.
 */
const [seed, step, inputs, directory = ''] = process.argv.slice(2);
const random = createRandom(Number(seed), `inputs ${step}`);
const samples = readers.map((reader) => reader.samples());
const violations: string[] = [];
let slowest = { reader: '', seconds: 0 };

for (let at = 1; at <= Number(inputs); at++) {
  const index = at % readers.length;
  const { name, read } = readers[index]!;
  const bytes = mutated(random, samples[index]!);
  const folder = join(directory, String(at));
  mkdirSync(folder);
  process.stdout.write(`${name}, input ${at} of ${bytes.length} bytes\n`);
  const before = process.cpuUsage();
  try {
    await read(bytes, folder);
  } catch (error) {
    const raw = rawError(error);
    if (raw !== null) violations.push(`${name}, input ${at} of ${bytes.length} bytes: ${raw}`);
  }
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  if (seconds > slowest.seconds) slowest = { reader: name, seconds };
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`${JSON.stringify({ violations, slowest, maxRss: process.resourceUsage().maxRSS })}\n`);
