import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { crc32, deflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readChecklist } from '../../../src/checklist/run/checklistFile.ts';
import { onLinux } from '../../support/skipUnless.ts';

// The check beside a training has the lowest priority, so that beside busy programs it gets little time.
vi.setConfig({ testTimeout: 600_000 });

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plateau-memory-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A PNG file in colour of `side` x `side` black pixels: 14,000 of them are 588 MB in a file of 2.6 MB. */
function blackPng(side: number): Buffer {
  const chunk = (type: string, content: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(content.length, 0);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.alloc(side * (side * 3 + 1)), { level: 1 });
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

function writeDarknetSet(name: string, classes: string, images: readonly (readonly [string, Buffer])[]): string {
  const root = join(folder, name);
  mkdirSync(root);
  for (const [file, content] of images) {
    writeFileSync(join(root, file), content);
    writeFileSync(join(root, file.replace(/\.\w+$/, '.txt')), '0 0.5 0.5 0.2 0.2\n');
  }
  writeFileSync(join(root, 'train.txt'), images.map(([file]) => `${join(root, file)}\n`).join(''));
  writeFileSync(join(root, 'obj.data'), `classes = ${classes}\ntrain = ${root}/train.txt\nvalid = ${root}/train.txt\n`);
  writeFileSync(join(root, 'net.cfg'), '[net]\nwidth=416\nheight=416\n');
  return root;
}

/** Says in its last line how much memory the process had at its most, in MB, and how willing it is to be killed. */
const peak = `data:text/javascript,${encodeURIComponent(`
  import { readFileSync } from 'node:fs';
  process.on('exit', () => {
    const peak = /VmHWM:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1] / 1000;
    process.stderr.write('\\n' + peak + ' ' + readFileSync('/proc/self/oom_score_adj', 'utf8').trim());
  });
`)}`;

function run(args: readonly string[]): { status: number | null; stdout: string; megabytes: number; killable: number } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', peak, ...args], {
    encoding: 'utf8',
    cwd: folder,
    env: { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') },
  });
  const [megabytes, killable] = stderr.split('\n').at(-1)!.split(' ').map(Number);
  return { status, stdout, megabytes: megabytes!, killable: killable! };
}

function runDirectory(name: string, command: readonly string[]): string {
  const directory = join(folder, name);
  mkdirSync(directory);
  const none = { keeper: null, training: null, exit: null, problem: null };
  const log = join(directory, 'output.log');
  const record = { id: name, name, command, cwd: folder, log, state: 'running', startedAt: 0, ...none };
  writeFileSync(join(directory, 'run.json'), JSON.stringify(record));
  return directory;
}

function bombs(): (readonly [string, Buffer])[] {
  const bomb = blackPng(14_000);
  return [0, 1, 2, 3].map((index) => [`${index}.png`, bomb] as const);
}

test('images that unpack to gigabytes take the check less than 400 MB, and are named', onLinux, () => {
  const root = writeDarknetSet('bombs', '1', bombs());
  const { megabytes, stdout } = run([own('bin/plateau.js'), 'check', join(root, 'obj.data'), '--json']);
  expect(megabytes).toBeLessThan(400);
  const { byCheck } = JSON.parse(stdout);
  expect(byCheck['image-large']).toBe(4);
  expect(byCheck['image-unreadable']).toBeUndefined();
});

test('and less than 300 MB beside a training, whose check is the first to be killed', onLinux, () => {
  const root = writeDarknetSet('beside', '1000000000', bombs());
  const command = ['darknet', 'detector', 'train', `${root}/obj.data`, `${root}/net.cfg`];
  const directory = runDirectory('run', command);
  const { megabytes, killable } = run([own('dist/checker.js'), directory]);
  expect(megabytes).toBeLessThan(300);
  expect(killable).toBe(1000);
  const { state, report } = readChecklist(directory);
  expect(state).toBe('done');
  expect(report?.byCheck['image-large']).toBe(4);
  expect(report?.findings.map(({ what }) => what)).toContain(
    '"classes=1000000000" is more than the 100,000 classes that are counted.',
  );
});

test('a data set that does not fit is not checked beside a training, and that is said', onLinux, () => {
  const annotations = join(folder, 'instances_train.json');
  writeFileSync(annotations, Buffer.alloc(30 * 1024 * 1024, 0x20));
  const directory = runDirectory('large', ['python', 'train.py', '--data-path', annotations]);
  const { megabytes } = run([own('dist/checker.js'), directory]);
  expect(megabytes).toBeLessThan(300);
  expect(readChecklist(directory)).toMatchObject({ state: 'failed' });
  expect(readChecklist(directory).problem).toMatch(/has 3\d(?:\.\d)? MB: here at most 5(?:\.\d)? MB are read/);
});

test('nor is one that outgrows the memory of the thread that checks it', onLinux, () => {
  const annotations = join(folder, 'instances_heap.json');
  const many = Array.from({ length: 370_000 }, (_, id) => `{"id":${id}}`);
  writeFileSync(annotations, `{"images":[],"categories":[],"annotations":[${many.join(',')}]}`);
  const directory = runDirectory('heap', ['python', 'train.py', '--data-path', annotations]);
  expect(run([own('dist/checker.js'), directory]).megabytes).toBeLessThan(300);
  expect(readChecklist(directory)).toMatchObject({
    state: 'failed',
    problem: 'It takes too much memory to check the data set beside a training: run `plateau check`.',
  });
});

test('nor is one with too many images', onLinux, () => {
  const root = writeDarknetSet('many', '1', []);
  writeFileSync(join(root, 'train.txt'), 'a\n'.repeat(100_000));
  const directory = runDirectory('many-run', ['darknet', 'detector', 'train', `${root}/obj.data`, `${root}/net.cfg`]);
  const { megabytes } = run([own('dist/checker.js'), directory]);
  expect(megabytes).toBeLessThan(300);
  expect(readChecklist(directory)).toMatchObject({
    state: 'failed',
    problem: expect.stringMatching(/has 100,000 lines: here at most \d\d,\d{3} are read/),
  });
});

/** A file of the program as it is shipped. */
function own(path: string): string {
  return join(import.meta.dirname, '../../..', path);
}
