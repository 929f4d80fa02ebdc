import { maskedCrc32c } from '../../../src/log/formats/crc32c.ts';

/**
 * TensorBoard event files, byte by byte from the specification: what the reader must understand, written without its
 * help.
 */

const varint = (value: number): Buffer => {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const more = rest > 0x7fn;
    bytes.push(Number(rest & 0x7fn) | (more ? 0x80 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
};
export const field = (number: number, wireType: number, content: Buffer): Buffer =>
  Buffer.concat([varint((number << 3) | wireType), ...(wireType === 2 ? [varint(content.length)] : []), content]);
export const float = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
};
const double = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
};

/** A record framed as record_writer.h frames it. */
export function record(payload: Buffer): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(payload.length));
  const check = (bytes: Buffer) => {
    const crc = Buffer.alloc(4);
    crc.writeUInt32LE(maskedCrc32c(bytes));
    return crc;
  };
  return Buffer.concat([length, check(length), payload, check(payload)]);
}

export const event = (step: number, value: Buffer): Buffer =>
  record(Buffer.concat([field(1, 1, double(1000.5)), field(2, 0, varint(step)), field(5, 2, field(1, 2, value))]));
export const simple = (tag: string, value: number) =>
  Buffer.concat([field(1, 2, Buffer.from(tag)), field(2, 5, float(value))]);
export const tensor = (tag: string, content: Buffer) =>
  Buffer.concat([field(1, 2, Buffer.from(tag)), field(8, 2, Buffer.concat([field(1, 0, varint(1)), content]))]);
/** What every event file begins with. */
export const version = record(Buffer.concat([field(1, 1, double(999)), field(3, 2, Buffer.from('brain.Event:2'))]));
