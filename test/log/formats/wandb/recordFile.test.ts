import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createRecordFileReader, isWandbFile, mayBeWandbFile } from '../../../../src/log/formats/wandb/recordFile.ts';
import { wandbFile } from '../../../support/log/wandbFile.ts';

const fixture = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../../../fixtures/wandb/${name}`, import.meta.url)));
const filled = (length: number, byte: number) => Buffer.alloc(length, byte);

function recordsOf(pieces: Iterable<Buffer>): { records: Buffer[]; damaged: number } {
  const records: Buffer[] = [];
  const reader = createRecordFileReader((record) => records.push(Buffer.from(record)));
  for (const piece of pieces) reader.push(piece);
  return { records, damaged: reader.damaged() };
}

describe('the records of a W&B file', () => {
  test('are whole over the borders of blocks, and where a block has no room for another', () => {
    const records = [filled(32_768 - 7 - 7 - 3, 1), filled(5, 2), filled(100_000, 3), filled(0, 4), filled(40_000, 5)];
    expect(recordsOf([wandbFile(records)])).toEqual({ records, damaged: 0 });
  });

  test.each(['wandb-0.10.20.wandb', 'failed-without-console.wandb'])('are the same however %s is cut', (name) => {
    const file = fixture(name);
    const whole = recordsOf([file]);
    expect(whole.damaged).toBe(0);
    expect(whole.records.length).toBeGreaterThan(8);
    expect(recordsOf(Array.from(file, (byte) => Buffer.from([byte])))).toEqual(whole);
  });

  test('that were damaged are left out, and the next block is read', () => {
    const records = Array.from({ length: 30 }, (_, index) => filled(4000, index));
    const file = wandbFile(records);
    file[9000]! ^= 0xff;
    const read = recordsOf([file]);
    expect(read.damaged).toBe(1);
    const kept = read.records.map((record) => record[0]);
    expect(kept.slice(0, 2)).toEqual([0, 1]);
    expect(kept.at(-1)).toBe(29);
    expect(kept).toEqual(kept.toSorted((one, other) => one! - other!));
  });

  test('are none in what is no such file, which its first bytes tell', () => {
    const start = fixture('wandb-0.10.20.wandb').subarray(0, 7);
    expect(isWandbFile(start)).toBe(true);
    for (let length = 0; length < 7; length++) {
      expect(mayBeWandbFile(start.subarray(0, length))).toBe(true);
      expect(isWandbFile(start.subarray(0, length))).toBe(false);
    }
    expect(mayBeWandbFile(Buffer.from(':wq'))).toBe(false);
    expect(recordsOf([Buffer.alloc(200_000, 7)]).records).toEqual([]);
  });
});
