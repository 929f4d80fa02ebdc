import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import type { Stage } from './kit/stage.ts';

const program = resolve(import.meta.dirname, 'fuzz/program.ts');

/** Inputs that are read in one process. */
const inputs = 180;
/** Seconds of CPU that one input may take, and KiB that all of them may. */
const maxSeconds = 5;
const maxMemory = 500 * 1024;

/** What a process of readers said at last. */
interface Found {
  readonly violations: readonly string[];
  readonly slowest: { readonly reader: string; readonly seconds: number };
  readonly maxRss: number;
}

/** Every reader reads damaged and hostile inputs: within bounds of time and memory, and never with a raw error. */
export async function fuzzReaders(stage: Stage): Promise<void> {
  const directory = join(stage.home, 'inputs');
  mkdirSync(directory);
  const { lines, ending } = await readInputs(stage, directory);
  stage.did('inputs read', lines.length - 1);
  const last = lines.at(-1) ?? '';
  if (ending !== null) throw new Error(`${last} ended the process with ${ending}`);
  const { violations, slowest, maxRss }: Found = JSON.parse(last);
  for (const violation of violations) stage.violation(violation);
  if (slowest.seconds > maxSeconds) stage.violation(`${slowest.reader}: an input took ${slowest.seconds} s of CPU`);
  if (maxRss > maxMemory) stage.violation(`the readers took ${Math.round(maxRss / 1024)} MiB`);
}

/** `ending`: how the process ended, when not by itself. */
async function readInputs(
  { seed, step }: Stage,
  directory: string,
): Promise<{ lines: readonly string[]; ending: string | null }> {
  const words = ['--max-old-space-size=256', program, String(seed), String(step), String(inputs), directory];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  // Twenty times what an input may take, since others work on this machine, too.
  const timer = setTimeout(() => child.kill('SIGKILL'), maxSeconds * 20_000);
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    timer.refresh();
  });
  const [status, signal] = await new Promise<[number | null, string | null]>((done) => {
    child.on('close', (...how) => done(how));
  });
  clearTimeout(timer);
  return { lines: text.trim().split('\n'), ending: status === 0 ? null : (signal ?? `status ${status}`) };
}
