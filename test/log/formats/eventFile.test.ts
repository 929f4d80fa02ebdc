import { describe, expect, test } from 'vitest';
import { maskedCrc32c } from '../../../src/log/formats/crc32c.ts';
import { createEventFileReader, isEventFile, type Scalar } from '../../../src/log/formats/eventFile.ts';
import { event, field, float, record, simple, tensor, version } from '../../support/log/eventBytes.ts';

function read(...pieces: Buffer[]): { scalars: Scalar[]; damaged: number } {
  const scalars: Scalar[] = [];
  const reader = createEventFileReader((scalar) => scalars.push(scalar));
  for (const piece of pieces) reader.push(piece);
  return { scalars, damaged: reader.damaged() };
}

describe('a TensorBoard event file', () => {
  test('has the checksums that the CRC-32C standard gives', () => {
    // RFC 3720, B.4: CRC-32C of 32 zero bytes is 0x8a9136aa; the mask is rotr15 + 0xa282ead8.
    const crc = 0x8a9136aa;
    const masked = ((((crc >>> 15) | (crc << 17)) >>> 0) + 0xa282ead8) >>> 0;
    expect(maskedCrc32c(Buffer.alloc(32))).toBe(masked);
  });

  test('yields the scalars of PyTorch and of TensorFlow 2', () => {
    const { scalars } = read(
      version,
      event(3, simple('metrics/mAP50(B)', 0.5)),
      event(4, tensor('Loss/total_loss', field(4, 2, float(2.25)))),
      event(5, tensor('learning_rate', field(5, 2, float(0.125)))),
      event(6, tensor('learning_rate', field(5, 5, float(0.25)))),
    );
    expect(scalars).toEqual([
      { tag: 'metrics/mAP50(B)', step: 3, value: 0.5, time: 1000.5 },
      { tag: 'Loss/total_loss', step: 4, value: 2.25, time: 1000.5 },
      { tag: 'learning_rate', step: 5, value: 0.125, time: 1000.5 },
      { tag: 'learning_rate', step: 6, value: 0.25, time: 1000.5 },
    ]);
  });

  test('gives the same however it is cut, and waits for the rest of a record that is half there', () => {
    const file = Buffer.concat([version, event(1, simple('loss', 2)), event(2, simple('loss', 1))]);
    const whole = read(file).scalars;
    for (let cut = 0; cut <= file.length; cut++) {
      expect(read(file.subarray(0, cut), file.subarray(cut)).scalars).toEqual(whole);
    }
    expect(read(file.subarray(0, file.length - 1)).scalars).toHaveLength(1);
  });

  test('skips a record whose payload is damaged and goes on after it', () => {
    const broken = event(1, simple('loss', 2));
    broken[broken.length - 8]! ^= 1;
    expect(read(version, broken, event(2, simple('loss', 1)))).toMatchObject({
      scalars: [{ step: 2, value: 1 }],
      damaged: 1,
    });
  });

  test('stops where a length is damaged: what follows cannot be told', () => {
    const broken = event(1, simple('loss', 2));
    broken[0]! ^= 1;
    expect(read(version, broken, event(2, simple('loss', 1)))).toEqual({ scalars: [], damaged: 1 });
  });

  test('leaves out images, texts and tensors of more than one number', () => {
    const two = tensor('histogram', field(5, 2, Buffer.concat([float(1), float(2)])));
    expect(read(event(1, two), event(2, field(1, 2, Buffer.from('no value')))).scalars).toEqual([]);
  });

  test('is told from other files by its first bytes', () => {
    expect(isEventFile(version)).toBe(true);
    expect(isEventFile(Buffer.from('epoch,train/box_loss,metrics/mAP50(B)\n'))).toBe(false);
    expect(isEventFile(Buffer.alloc(0))).toBe(false);
  });

  test('never throws on random bytes inside a well-framed record', () => {
    for (let seed = 1; seed <= 2000; seed++) {
      const payload = Buffer.from(
        Array.from({ length: seed % 50 }, (_, index) => (seed * 31 + index * index * 17) & 0xff),
      );
      expect(() => read(record(payload))).not.toThrow();
    }
  });
});
