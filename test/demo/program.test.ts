import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { constants, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Parameter } from '../../src/demo/training/optimiser.ts';
import { createRandom } from '../../src/demo/random.ts';
import { loadWeights } from '../../src/demo/training/weightsFile.ts';

const directory = mkdtempSync(join(tmpdir(), 'plateau-demo-'));
const program = join(directory, 'demo.mjs');

beforeAll(async () => {
  await build({
    entryPoints: ['src/demo/program.ts'],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
  });
});
afterAll(() => rmSync(directory, { recursive: true }));

describe('the demo trainer as a process', { timeout: 60_000 }, () => {
  test('gives the same numbers for the same seed, and others for another', async () => {
    const [first, again, other] = await Promise.all([
      run(['--iterations', '12', '--seed', '5', '--scenario', 'never-starts'], 'seed-first'),
      run(['--iterations', '12', '--seed', '5', '--scenario', 'never-starts'], 'seed-again'),
      run(['--iterations', '12', '--seed', '6', '--scenario', 'never-starts'], 'seed-other'),
    ]);
    expect(first.code).toBe(0);
    expect(numbersOf(first)).toContain(' 12: ');
    expect(numbersOf(again)).toBe(numbersOf(first));
    expect(numbersOf(other)).not.toBe(numbersOf(first));
    expect(weightsOf('seed-again', 'never-starts_final')).toEqual(weightsOf('seed-first', 'never-starts_final'));
  });

  test('evaluates and saves at the end, and keeps Darknet’s two streams apart', async () => {
    const { out, err, code } = await run(['--scenario', 'diverge', '--iterations', '3'], 'streams');
    expect(code).toBe(0);
    expect(out).toContain(' calculation mAP (mean average precision)...');
    expect(out).toMatch(/\n mean_average_precision \(mAP@0\.50\) = \d\.\d{6} \nNew best mAP!\n/);
    expect(out.endsWith('use flag in the end of training command: -clear \n')).toBe(true);
    expect(out).not.toMatch(/Region|Saving/);
    expect(err.match(/^v3 \(iou loss, Normalizer: .*\n total_bbox = /gm)).toHaveLength(3);
    expect(err.match(/Saving weights to .*/g)).toEqual([
      expect.stringMatching(/demo-diverge_best\.weights$/),
      expect.stringMatching(/demo-diverge_final\.weights$/),
    ]);
  });

  test('killed and resumed it ends with the very weights of a training that was not', async () => {
    const options = ['--scenario', 'never-starts', '--iterations', '120'];
    const unbroken = run(options, 'unbroken');
    const killed = start(options, 'killed');
    await outputMatching(killed, /_last\.weights\n/);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    const last = join(directory, 'killed', 'backup', 'demo-never-starts_last.weights');
    const resumed = await run([...options, '--resume', last], 'killed');
    expect(resumed.code).toBe(0);
    expect(resumed.err).toContain(`Loading weights from ${last}...Done! Loaded 6 layers from weights-file \n`);
    expect(resumed.out).toMatch(/\n 101: .* -1\.000000 hours left\n/);
    expect(resumed.out).not.toContain('\n 100: ');
    expect((await unbroken).code).toBe(0);
    expect(weightsOf('killed', 'never-starts_final')).toEqual(weightsOf('unbroken', 'never-starts_final'));
  });

  test('leaves weights that load, whenever it is killed', async () => {
    const saver = join(directory, 'saver.mjs');
    await build({
      stdin: { contents: savingWithoutEnd, resolveDir: process.cwd(), loader: 'ts' },
      outfile: saver,
      bundle: true,
      platform: 'node',
      format: 'esm',
    });
    const path = join(directory, 'killed-while-saving.weights');
    const random = createRandom(Date.now(), 'moments');
    const parameters = [parameterOf(30_000)];
    for (let round = 0; round < 12; round += 1) {
      const child = spawn(process.execPath, [saver, path], { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(child.stdout, 'data');
      await sleep(random.integer(0, 40));
      child.kill('SIGKILL');
      await once(child, 'exit');
      const iteration = loadWeights(path, parameters);
      expect(parameters.every(({ values }) => values.every((value) => value === iteration))).toBe(true);
    }
  });

  test('dies of SIGINT at once, as Darknet does', async () => {
    const child = start(['--scenario', 'diverge'], 'interrupted');
    await outputMatching(child, /\n 2: /);
    child.kill('SIGINT');
    const [code, signal] = await once(child, 'exit');
    expect([code, signal]).toEqual([null, 'SIGINT']);
  });

  test('trains on to the end when nobody reads its output any more', async () => {
    const child = start(['--scenario', 'diverge', '--iterations', '30'], 'unread');
    await outputMatching(child, /\n 2: /);
    child.stdout!.destroy();
    child.stderr!.destroy();
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    expect(weightsOf('unread', 'diverge_final').length).toBeGreaterThan(1000);
  });

  test('waits for a slow reader of a pipe that does not block', async () => {
    const pipe = join(directory, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const descriptor = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
    const child = start(['--scenario', 'diverge', '--iterations', '160'], 'slow-reader', {
      stdio: ['ignore', descriptor, 'ignore'],
    });
    // Starting a process makes its streams blocking; opening the same pipe as a socket takes that back, for both sides.
    const reader = new Socket({ fd: descriptor });
    const ended = once(child, 'exit');
    // A pipe holds 64 KiB: without a reader the training comes to a halt when so much is printed.
    await sleep(4000);
    let read = '';
    reader.on('data', (bytes) => (read += bytes.toString('latin1')));
    expect(await ended).toEqual([0, null]);
    while (!read.includes('-clear')) await sleep(10);
    reader.destroy();
    expect(read.match(/^ \d+: /gm)).toEqual(Array.from({ length: 160 }, (_, index) => ` ${index + 1}: `));
  });

  test.each([
    [['--scenario', 'lucky'], 'There is no scenario "lucky": choose one of healthy, overfit, diverge, never-starts.'],
    [['--iterations', 'many'], '--iterations is "many": it must be a whole number from 1 to 4294967295.'],
    [['--seed', '-1'], '--seed'],
    [['--points', '11'], '--points is "11": it must be 0 (the area under the curve) or 101 (as COCO does).'],
    [['--fast'], "'--fast'"],
  ])('refuses %j in one sentence', async (options, message) => {
    const { code, out, err } = await run(options, 'refused');
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toMatch(message);
    expect(err.trimEnd()).not.toContain('\n');
  });

  test('refuses broken weights in one sentence, and weights with nothing left to train', async () => {
    const broken = join(directory, 'broken.weights');
    writeFileSync(broken, 'not weights');
    const refused = await run(['--scenario', 'diverge', '--resume', broken], 'streams');
    expect(refused.code).toBe(1);
    expect(refused.err.trimEnd().split('\n').at(-1)).toBe(
      `${broken} is no weights file of the demo trainer: --resume takes one of its .weights files.`,
    );
    const short = ['--scenario', 'diverge', '--iterations', '2'];
    await run(short, 'streams');
    const final = join(directory, 'streams', 'backup', 'demo-diverge_final.weights');
    const done = await run([...short, '--resume', final], 'streams');
    expect(done.code).toBe(1);
    expect(done.err).toContain(`The weights in ${final} are of iteration 2 of 2: give --iterations more than that.\n`);
  });

  test('writes the data set and the weights where the cache belongs', async () => {
    const cache = join(directory, 'cache');
    const child = spawn(process.execPath, [program, '--iterations', '1', '--seed', '9'], {
      env: { ...process.env, XDG_CACHE_HOME: cache },
      stdio: 'ignore',
    });
    expect(await once(child, 'exit')).toEqual([0, null]);
    const place = join(cache, 'plateau', 'demo', 'healthy-9');
    expect(readdirSync(place)).toEqual(
      expect.arrayContaining([
        'backup',
        'demo-healthy.cfg',
        'obj.data',
        'obj.names',
        'train',
        'train.txt',
        'valid',
        'valid.txt',
      ]),
    );
    expect(readdirSync(join(place, 'backup'))).toEqual(['demo-healthy_best.weights', 'demo-healthy_final.weights']);
  });
});

/** Saves one file over and over, every number of it the count of the save, and says so once the first is there. */
const savingWithoutEnd = `
import { saveWeights } from './src/demo/training/weightsFile.ts';
const numbers = () => new Float64Array(30_000);
const parameter = { values: numbers(), velocity: numbers(), gradient: numbers(), decays: true };
for (let count = 1; ; count += 1) {
  parameter.values.fill(count);
  saveWeights(process.argv[2], count, [parameter]);
  if (count === 1) process.stdout.write('saved');
}
`;

function parameterOf(length: number): Parameter {
  const numbers = (): Float64Array => new Float64Array(length);
  return { values: numbers(), velocity: numbers(), gradient: numbers(), decays: true };
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function run(options: string[], place: string): Promise<Ended> {
  const child = start(options, place);
  const [out, err] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, 'exit')]);
  return { code: child.exitCode, out, err };
}

function start(options: string[], place: string, spawnOptions: SpawnOptions = {}): ChildProcess {
  return spawn(process.execPath, [program, '--directory', join(directory, place), ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...spawnOptions,
  });
}

/** Waits until what a process prints on either stream matches. */
async function outputMatching(child: ChildProcess, pattern: RegExp): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`The process ended without printing ${pattern.source}`)));
    for (const stream of [child.stdout!, child.stderr!]) {
      let printed = '';
      stream.on('data', (bytes: Buffer) => {
        printed += bytes.toString('latin1');
        if (pattern.test(printed)) resolve();
      });
    }
  });
}

/** What is printed but for the times, which differ from run to run. */
function numbersOf({ out, err }: Ended): string {
  return `${out}${err}`
    .replaceAll(/Loaded: .*|[\d.]+ seconds, |(hours left=|images, )-?[\d.]+|Total Detection Time: \d+/g, '')
    .replaceAll(directory, '')
    .replaceAll(/seed-\w+/g, '');
}

function weightsOf(place: string, name: string): Buffer {
  return readFileSync(join(directory, place, 'backup', `demo-${name}.weights`));
}
