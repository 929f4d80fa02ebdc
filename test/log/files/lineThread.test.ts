import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Line } from '../../../src/log/lines/line.ts';
import { createLineReader } from '../../../src/log/lines/lines.ts';
import { readLinesOnce } from '../../../src/log/files/lineThread.ts';

let folder = '';
let path = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plateau-thread-'));
  path = join(folder, 'train.log');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const described = (line: Line) => `${line.volatile ? '\\r' : '\\n'} ${line.text()}`;

function linesIn(bytes: Buffer): string[] {
  const lines: string[] = [];
  const reader = createLineReader((line) => lines.push(described(line)));
  reader.push(bytes, null);
  reader.end();
  return lines;
}

const fixture = (name: string) => readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url));

describe('reading lines with a second thread', () => {
  test('gives the lines that one thread gives: of logs with titles, bars and colours, over many pieces', async () => {
    const logs = [fixture('darknet/darknet-alexeyab-pty-map.log'), fixture('ultralytics/8.3.241-curve.log')];
    const bytes = Buffer.concat(Array.from({ length: 60 }, () => logs).flat());
    writeFileSync(path, bytes);
    const lines: string[] = [];
    await readLinesOnce(path, (line) => lines.push(described(line)));
    expect(lines).toEqual(linesIn(bytes));
  });

  test.each([
    ['nothing', ''],
    ['a line without an end', 'one\ntwo'],
    ['nothing but ends of lines', '\n'.repeat(4_500_000)],
    ['lines longer than are kept', `${'long '.repeat(700_000)}\n`.repeat(2)],
    ['lines of which much is no text', '\u001b[1mbold\u001b[0m\n'.repeat(600_000)],
  ])('of %s', async (_what, text) => {
    writeFileSync(path, text);
    const lines: string[] = [];
    await readLinesOnce(path, (line) => lines.push(described(line)));
    expect(lines).toEqual(linesIn(Buffer.from(text)));
  });

  test('lets what the reader of the lines throws through, and calls it no more', async () => {
    writeFileSync(path, 'one\ntwo\n'.repeat(1_000_000));
    let calls = 0;
    const reading = readLinesOnce(path, () => {
      calls++;
      throw new Error('enough');
    });
    await expect(reading).rejects.toThrow('enough');
    expect(calls).toBe(1);
  });

  test('says what is wrong with a log that is not there, or a directory', async () => {
    await expect(readLinesOnce(path, () => {})).rejects.toThrow(`The log ${path} does not exist`);
    await expect(readLinesOnce(folder, () => {})).rejects.toThrow(`${folder} is a directory`);
  });
});
