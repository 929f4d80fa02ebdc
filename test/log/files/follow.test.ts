import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { followFile, type FollowOptions, followStream, readFileOnce } from '../../../src/log/files/follow.ts';
import { createLineReader } from '../../../src/log/lines/lines.ts';
import type { Following, LogHandlers } from '../../../src/log/logSource.ts';
import { notAsRoot } from '../../support/skipUnless.ts';

let folder = '';
let path = '';
const open: Following[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plateau-follow-'));
  path = join(folder, 'train.log');
});

afterEach(() => {
  for (const following of open.splice(0)) following.close();
  rmSync(folder, { recursive: true, force: true });
});

/** All that was told of a log: its lines (`*` before those that came live), and what happened to it. */
function createWitness() {
  const told: string[] = [];
  const lines = createLineReader((line) => told.push(`${line.time === null ? '' : '*'}${line.text()}`));
  const handlers: LogHandlers = {
    onBytes: lines.push,
    onCaughtUp: () => told.push('(caught up)'),
    onReset: () => {
      lines.reset();
      told.push('(reset)');
    },
    onEnd: () => {
      lines.end();
      told.push('(end)');
    },
    onProblem: (sentence) => told.push(`(${sentence ?? 'well again'})`),
  };
  return { told, handlers };
}

async function follow(options: FollowOptions = {}): Promise<string[]> {
  const { told, handlers } = createWitness();
  open.push(await followFile(path, handlers, { clock: () => 42, ...options }));
  return told;
}

/** How long to wait for what must come: long, because the machine may have other things to do. */
const patience = { timeout: 20_000, interval: 10 };

describe('following a file', () => {
  test('reads what is there, and then what is appended, with its time', async () => {
    writeFileSync(path, 'one\ntwo\n');
    const told = await follow();
    await expect.poll(() => told, patience).toEqual(['one', 'two', '(caught up)']);
    appendFileSync(path, 'thr');
    appendFileSync(path, 'ee\nfour\n');
    await expect.poll(() => told, patience).toEqual(['one', 'two', '(caught up)', '*three', '*four']);
  });

  test('puts a character together that was written in two halves', async () => {
    writeFileSync(path, Buffer.from([0xe2, 0x96]));
    const told = await follow();
    await expect.poll(() => told, patience).toEqual(['(caught up)']);
    appendFileSync(path, Buffer.from([0x89, 0x0a]));
    await expect.poll(() => told, patience).toEqual(['(caught up)', '*▉']);
  });

  test('reads a file of many pieces whole and in order', async () => {
    const text = Array.from({ length: 400_000 }, (_, index) => `${index}: 0.5, 0.4 avg loss\n`).join('');
    writeFileSync(path, text);
    const pieces: Buffer[] = [];
    await new Promise<void>((resolve, reject) => {
      followFile(path, { onBytes: (bytes) => pieces.push(Buffer.from(bytes)), onCaughtUp: resolve }).then(
        (following) => open.push(following),
        reject,
      );
    });
    expect(pieces.length).toBeGreaterThan(5);
    expect(Buffer.concat(pieces).toString() === text).toBe(true);
  });

  test('starts anew when the file is cut off', async () => {
    writeFileSync(path, 'one\ntwo\nhalf a li');
    const told = await follow();
    await expect.poll(() => told, patience).toEqual(['one', 'two', '(caught up)']);
    truncateSync(path);
    await expect.poll(() => told, patience).toEqual(['one', 'two', '(caught up)', '(reset)']);
    appendFileSync(path, 'new\n');
    await expect.poll(() => told, patience).toEqual(['one', 'two', '(caught up)', '(reset)', '*new']);
  });

  test('starts anew when the file was written anew, even if it is longer now', async () => {
    writeFileSync(path, 'one\ntwo\n');
    const told = await follow();
    await expect.poll(() => told, patience).toEqual(['one', 'two', '(caught up)']);
    writeFileSync(path, 'another\ntraining\naltogether\n');
    await expect.poll(() => told.at(-1), patience).toBe('*altogether');
    expect(told.slice(3).filter((line) => line !== '(reset)')).toEqual(['*another', '*training', '*altogether']);
    expect(told).toContain('(reset)');
  });

  test('finishes the old file and goes on with the new one when it is rotated', async () => {
    writeFileSync(path, 'one\n');
    const told = await follow();
    await expect.poll(() => told, patience).toEqual(['one', '(caught up)']);
    appendFileSync(path, 'last words');
    renameSync(path, `${path}.1`);
    writeFileSync(path, 'new\n');
    await expect.poll(() => told.at(-1), patience).toBe('*new');
    expect(told.filter((line) => !line.startsWith('('))).toEqual(['one', '*last words', '*new']);
    expect(told.indexOf('(end)')).toBe(told.indexOf('*last words') + 1);
  });

  test('says that the file is gone, and goes on when it comes back', async () => {
    writeFileSync(path, 'one\n');
    const told = await follow();
    await expect.poll(() => told, patience).toEqual(['one', '(caught up)']);
    rmSync(path);
    const gone = `(The log ${path} is gone; waiting for it to come back.)`;
    await expect.poll(() => told, patience).toEqual(['one', '(caught up)', gone]);
    writeFileSync(path, 'back\n');
    await expect.poll(() => told, patience).toEqual(['one', '(caught up)', gone, '(end)', '*back', '(well again)']);
  });

  test('follows a symbolic link to where it leads now', async () => {
    const link = join(folder, 'latest.log');
    writeFileSync(path, 'first run\n');
    symlinkSync(path, link);
    const { told, handlers } = createWitness();
    open.push(await followFile(link, handlers));
    await expect.poll(() => told, patience).toEqual(['first run', '(caught up)']);
    writeFileSync(join(folder, 'second.log'), 'second run\n');
    symlinkSync(join(folder, 'second.log'), `${link}.new`);
    renameSync(`${link}.new`, link);
    await expect.poll(() => told, patience).toEqual(['first run', '(caught up)', '(end)', '*second run']);
  });

  test('waits for a file that does not exist yet, when it is asked to', async () => {
    const told = await follow({ waitForFile: true });
    const waiting = `(The log ${path} does not exist yet; waiting for it.)`;
    await expect.poll(() => told, patience).toEqual([waiting, '(caught up)']);
    writeFileSync(path, 'one\n');
    await expect.poll(() => told, patience).toEqual([waiting, '(caught up)', '*one', '(well again)']);
  });

  test('tells nothing any more once it is closed', async () => {
    writeFileSync(path, 'one\n');
    const told: string[] = [];
    const following = await followFile(path, {
      onBytes: () => {
        told.push('bytes');
        following.close();
      },
      onCaughtUp: () => told.push('caught up'),
      onProblem: () => told.push('problem'),
    });
    await expect.poll(() => told, patience).toHaveLength(1);
    rmSync(path);
    const { told: later, handlers } = createWitness();
    open.push(await followFile(folder + '/other.log', handlers, { waitForFile: true }));
    writeFileSync(join(folder, 'other.log'), 'one\n');
    await expect.poll(() => later, patience).toContain('*one');
    expect(told).toEqual(['bytes']);
  });

  test('holds the process until it is closed, and not any longer', async () => {
    writeFileSync(path, 'one\n');
    const child = spawn(process.execPath, ['--input-type=module', '--eval', programThatCloses], {
      env: { ...process.env, MODULE: new URL('../../../src/log/files/follow.ts', import.meta.url).href, LOG: path },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (piece: Buffer) => {
      output += piece.toString();
      if (output === 'one\n') appendFileSync(path, 'two\n');
    });
    await once(child, 'exit');
    expect([child.exitCode, output]).toEqual([0, 'one\ntwo\n']);
  });
});

const programThatCloses = `
const { followFile } = await import(process.env.MODULE);
const following = await followFile(process.env.LOG, {
  onBytes(bytes) {
    process.stdout.write(bytes.toString());
    if (bytes.includes('two')) following.close();
  },
});
`;

describe('a log that cannot be read', () => {
  const none: LogHandlers = { onBytes: () => {} };

  test('because it is missing', async () => {
    const sentence = `The log ${path} does not exist; name the file that the trainer writes.`;
    await expect(followFile(path, none)).rejects.toThrow(sentence);
    await expect(readFileOnce(path, () => {})).rejects.toThrow(sentence);
  });

  test('because it is a directory', async () => {
    const sentence = `${folder} is a directory; name the log file in it.`;
    await expect(followFile(folder, none, { waitForFile: true })).rejects.toThrow(sentence);
    await expect(readFileOnce(folder, () => {})).rejects.toThrow(sentence);
  });

  test('because a part of its path is a file', async () => {
    writeFileSync(path, '');
    await expect(followFile(join(path, 'x.log'), none)).rejects.toThrow(
      'a part of its path is a file, not a directory',
    );
  });

  test('because a link leads back to itself', async () => {
    symlinkSync(path, path);
    await expect(followFile(path, none)).rejects.toThrow('a symbolic link that leads back to itself');
  });

  test('because this user may not', notAsRoot, async () => {
    writeFileSync(path, 'one\n');
    chmodSync(path, 0);
    await expect(followFile(path, none)).rejects.toThrow(`The log ${path} may not be read by this user`);
  });

  test('because it is a pipe, which can only be read once', async () => {
    expect(spawnSync('mkfifo', [path]).status).toBe(0);
    await expect(followFile(path, none)).rejects.toThrow(`${path} is not a regular file; pipe it in instead`);
  });
});

describe('reading a file once', () => {
  test('gives all of it', async () => {
    const bytes = Buffer.alloc(2_500_000, 'a line of a log\n');
    writeFileSync(path, bytes);
    const pieces: Buffer[] = [];
    await readFileOnce(path, (piece) => void pieces.push(Buffer.from(piece)));
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
  });

  test('gives all of a pipe until it ends', async () => {
    expect(spawnSync('mkfifo', [path]).status).toBe(0);
    const writer = spawn('sh', ['-c', 'printf "one\\n" > "$0"; printf "two\\n" >> "$0"', path]);
    let text = '';
    await readFileOnce(path, (piece) => {
      text += piece.toString();
    });
    writer.kill();
    expect(text.startsWith('one\n')).toBe(true);
  });

  test('lets what the reader of the bytes throws through', async () => {
    writeFileSync(path, 'one\n');
    const reading = readFileOnce(path, () => {
      throw new Error('enough');
    });
    await expect(reading).rejects.toThrow('enough');
  });
});

describe('following a stream', () => {
  test('reads until it ends, and all of it is live', async () => {
    const stream = new PassThrough();
    const { told, handlers } = createWitness();
    open.push(followStream(stream, handlers, { clock: () => 42 }));
    stream.write('one\ntw');
    await expect.poll(() => told, patience).toEqual(['*one', '(caught up)']);
    stream.end('o');
    await expect.poll(() => told, patience).toEqual(['*one', '(caught up)', '*two', '(end)']);
  });

  test('that is empty is caught up when it ends', async () => {
    const stream = new PassThrough();
    const { told, handlers } = createWitness();
    open.push(followStream(stream, handlers));
    stream.end();
    await expect.poll(() => told, patience).toEqual(['(end)', '(caught up)']);
  });

  test('says when it breaks off', async () => {
    const stream = new PassThrough();
    const { told, handlers } = createWitness();
    open.push(followStream(stream, handlers));
    stream.write('one\n');
    await expect.poll(() => told, patience).toEqual(['*one', '(caught up)']);
    stream.destroy(new Error('read EIO'));
    await expect
      .poll(() => told, patience)
      .toEqual(['*one', '(caught up)', '(The log that is piped in broke off: read EIO.)', '(end)']);
  });

  test('tells nothing any more once it is closed', async () => {
    const stream = new PassThrough();
    const { told, handlers } = createWitness();
    followStream(stream, handlers).close();
    stream.emit('data', Buffer.from('late\n'));
    await once(stream, 'close');
    expect(told).toEqual([]);
  });
});
