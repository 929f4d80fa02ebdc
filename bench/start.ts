import { mkdtemp, rm } from 'node:fs/promises';
import { arch, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { execa } from 'execa';
import { writeApplication, writeExecutable } from '../tools/package/executable.ts';
import { architectures, nodeBinary } from '../tools/package/nodeBinary.ts';
import type { Bench } from './bench.ts';
import { isInstalled, startOnce, timeTo } from './firstFrame.ts';
import { openTerminal } from './openTerminal.ts';

/** All take turns, and the best time of each counts: what else the machine does only ever adds. */
const rounds = 8;
/** The single file has all that it runs within itself, and nothing of it compiled. */
const maxTimes = 1.2;

/** Start-up in the three ways in which Plateau is installed, beside a Node that does nothing and btop. */
export const start: Bench = {
  name: 'start',
  promise: `the first frame of the single file comes within ${maxTimes} times that of plain Node; --version and status --tmux are told beside \`node -e 0\``,
  run,
};

/** A way to start Plateau: its program, and the arguments that come first. */
type Way = readonly [program: string, ...first: string[]];

async function run(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'plateau-bench-'));
  try {
    const ways = {
      // npm links a command to this launcher, which finds the Node beside it.
      npm: [resolve('bin/plateau')],
      'single file': [await writeSingleFile(folder)],
      'plain Node': [process.execPath, resolve('bin/plateau.js')],
    } as const satisfies Record<string, Way>;
    const environment = Object.fromEntries(
      ['state', 'cache', 'config'].map((kind) => [`XDG_${kind.toUpperCase()}_HOME`, join(folder, kind)]),
    );
    // Of a run that is over, as most are that a status line is asked about.
    await execa(process.execPath, ['bin/plateau.js', 'demo', '--iterations', '30'], { env: environment });
    await compareCommand(['--version'], ways, environment);
    await compareCommand(['status', '--tmux'], ways, environment);
    return await compareFrames(ways, environment);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeSingleFile(folder: string): Promise<string> {
  const architecture = architectures.find((each) => each === arch());
  if (architecture === undefined) throw new Error(`There is no single file for ${arch()}.`);
  const file = join(folder, 'plateau');
  const application = await writeApplication(join(folder, 'application'));
  await writeExecutable(file, await nodeBinary(architecture, join(folder, 'node')), application);
  return file;
}

type Ways = Readonly<Record<'npm' | 'single file' | 'plain Node', Way>>;

async function compareCommand(
  words: readonly string[],
  ways: Ways,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const measured = await bestOf({
    ...Object.fromEntries(
      Object.entries(ways).map(([name, [program, ...first]]) => [
        name,
        () => timeOf(program, [...first, ...words], environment),
      ]),
    ),
    'node -e 0': () => timeOf(process.execPath, ['-e', '0'], environment),
  });
  tell(`plateau ${words.join(' ')}`, measured, 'node -e 0');
}

async function compareFrames(ways: Ways, environment: Readonly<Record<string, string>>): Promise<boolean> {
  const log = resolve('fixtures/demo/overfit.log');
  const frame = '>1 loss';
  const open = ([program, ...first]: Way) => openTerminal(program, [...first, 'watch', log], environment);
  for (const way of Object.values(ways)) await startOnce(frame, open(way));
  const hasBtop = await isInstalled('btop');
  if (!hasBtop) print('btop is not installed: its figure is missing (apt-get install btop).');
  const measured = await bestOf({
    ...Object.fromEntries(Object.entries(ways).map(([name, way]) => [name, () => timeTo(frame, () => open(way))])),
    ...(hasBtop ? { btop: () => timeTo('cpu', () => openTerminal('btop', [])) } : {}),
  });
  tell('first frame', measured, 'plain Node');
  return measured.get('single file')! <= maxTimes * measured.get('plain Node')!;
}

async function timeOf(
  program: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<number> {
  const begin = performance.now();
  await execa(program, words, { env: environment, stdin: 'ignore', stdout: 'ignore' });
  return performance.now() - begin;
}

/** Measures all of them in turn, again and again, and keeps the best of each, in milliseconds. */
async function bestOf(measures: Readonly<Record<string, () => Promise<number>>>): Promise<ReadonlyMap<string, number>> {
  const best = new Map<string, number>();
  for (let round = 0; round < rounds; round++) {
    for (const [name, measure] of Object.entries(measures)) {
      best.set(name, Math.min(best.get(name) ?? Infinity, await measure()));
    }
  }
  return best;
}

function tell(what: string, measured: ReadonlyMap<string, number>, one: string): void {
  const unit = measured.get(one)!;
  const figures = [...measured].map(
    ([name, milliseconds]) => `${name} ${milliseconds.toFixed(0)} ms (${(milliseconds / unit).toFixed(2)})`,
  );
  print(`${what}: ${figures.join(', ')}; in brackets times ${one}`);
}

function print(line: string): void {
  process.stdout.write(`  ${line}\n`);
}
