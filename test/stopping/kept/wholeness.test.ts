import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { isWholeNow, wholenessOf } from '../../../src/stopping/kept/wholeness.ts';
import { needs } from '../../support/real/programs.ts';

const directory = mkdtempSync(join(tmpdir(), 'plateau-whole-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function write(name: string, bytes: Buffer): string {
  const path = join(directory, name);
  writeFileSync(path, bytes);
  return path;
}

/** Says of no beginning of these bytes that it is whole, be it any shorter one. */
function expectNoBeginningWhole(name: string, bytes: Buffer): void {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), (length) => {
      expect(wholenessOf(write(name, bytes.subarray(0, length)))).not.toBe('whole');
    }),
    { numRuns: 60 },
  );
}

/** An archive as PyTorch writes its checkpoints: stored, not compressed. */
function archive(name: string, entries: number): Buffer {
  const path = join(directory, name);
  const program = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_STORED) as archive:
    for entry in range(int(sys.argv[2])):
        archive.writestr(f"archive/data/{entry}", b"weights" * 9 if entry < 9 else b"")
`;
  execFileSync('python3', ['-c', program, path, String(entries)]);
  return readFileSync(path);
}

describe('a checkpoint that is a ZIP archive', needs('python3'), () => {
  test.each(['last.pt', 'model.pth', 'epoch=3.ckpt', 'model.keras', 'model.h5'])(
    '%s is whole, and no beginning is',
    (name) => {
      const bytes = archive('whole.zip', 12);
      expect(wholenessOf(write(name, bytes))).toBe('whole');
      expect(wholenessOf(write(name, bytes.subarray(0, bytes.length / 2)))).toBe('not whole');
      expectNoBeginningWhole(name, bytes);
    },
  );

  test('is whole with more entries than the old record can count (ZIP64)', () => {
    const bytes = archive('many.zip', 66_000);
    expect(wholenessOf(write('many.pt', bytes))).toBe('whole');
    expect(wholenessOf(write('many.pt', bytes.subarray(0, bytes.length - 100)))).toBe('not whole');
  });

  test('is not whole when a shorter one was written over a longer one, whose end is left', () => {
    const long = archive('long.zip', 12);
    const short = archive('short.zip', 3);
    expect(wholenessOf(write('over.pt', Buffer.concat([short, long.subarray(short.length)])))).toBe('not whole');
  });
});

describe('other checkpoints', () => {
  test('.safetensors are as long as their header says', () => {
    const header = Buffer.from(
      JSON.stringify({ __metadata__: { a: 'b' }, w: { dtype: 'F32', shape: [25], data_offsets: [0, 100] } }),
    );
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    const bytes = Buffer.concat([length, header, Buffer.alloc(100)]);
    expect(wholenessOf(write('model.safetensors', bytes))).toBe('whole');
    expectNoBeginningWhole('model.safetensors', bytes);
    const huge = Buffer.alloc(100);
    huge.writeBigUInt64LE(2n ** 60n);
    expect(wholenessOf(write('huge.safetensors', huge))).toBe('not whole');
  });

  test('.h5 ends where its superblock says', () => {
    const block = Buffer.alloc(200);
    Buffer.from([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 2, 8, 8]).copy(block);
    block.writeBigUInt64LE(200n, 28);
    expect(wholenessOf(write('model2.h5', block))).toBe('whole');
    expectNoBeginningWhole('model2.h5', block);
  });

  test("Darknet's weights are as long as the others of the same network", () => {
    const weights = Buffer.alloc(20 + 400);
    weights.writeInt32LE(2, 4);
    mkdirSync(join(directory, 'backup'));
    expect(wholenessOf(write('backup/shapes_100.weights', weights))).toBe('unknown');
    expect(wholenessOf(write('backup/shapes_last.weights', weights))).toBe('whole');
    expect(wholenessOf(write('backup/shapes_last.weights', weights.subarray(0, 220)))).toBe('not whole');
    expect(wholenessOf(write('backup/other_last.weights', weights.subarray(0, 221)))).toBe('not whole');
  });

  test('nothing is said of what has no end of its own, an empty file is not whole, and one that is gone is missing', () => {
    expect(wholenessOf(write('old.pt', Buffer.from([0x80, 2, 0x8a, 0x0a, 1])))).toBe('unknown');
    expect(wholenessOf(write('model.onnx', Buffer.from('x')))).toBe('unknown');
    expect(wholenessOf(write('empty.pt', Buffer.alloc(0)))).toBe('not whole');
    expect(wholenessOf(write('sparse.pt', Buffer.alloc(4096)))).toBe('not whole');
    expect(wholenessOf(join(directory, 'gone.pt'))).toBe('missing');
  });

  test('of several files is that of the worst: a directory, names with one beginning, the newest of a pattern', () => {
    const folder = join(directory, 'checkpoint-38');
    mkdirSync(folder);
    expect(wholenessOf(folder)).toBe('missing');
    writeFileSync(join(folder, 'trainer_state.json'), '');
    writeFileSync(join(folder, 'old.bin'), 'x');
    expect(wholenessOf(folder)).toBe('unknown');
    writeFileSync(join(folder, 'optimizer.pt'), '');
    expect(wholenessOf(folder)).toBe('not whole');
    write('ppyoloe.pdparams', Buffer.from('x'));
    expect(wholenessOf(join(directory, 'ppyoloe'))).toBe('unknown');
    write('net_1_500.pth', Buffer.alloc(0));
    expect(wholenessOf(join(directory, 'net_*_500.pth'))).toBe('not whole');
    expect(wholenessOf(join(directory, 'net_*_600.pth'))).toBe('missing');
  });

  test('is unknown where the system does not let it be looked at', () => {
    symlinkSync('circle.pt', join(directory, 'circle.pt'));
    expect(wholenessOf(join(directory, 'circle.pt'))).toBe('unknown');
    expect(isWholeNow(join(directory, 'circle.pt'))).toBeNull();
  });

  test('of several files cannot be told while one of them may still be written', () => {
    const folder = join(directory, 'checkpoint-76');
    mkdirSync(folder);
    const file = join(folder, 'optimizer.pt');
    writeFileSync(file, '');
    utimesSync(folder, 1000, 1000);
    expect(isWholeNow(folder)).toBeNull();
    utimesSync(file, 1000, 1000);
    expect(isWholeNow(folder)).toBe(false);
  });
});
