/**
 * One field of a protocol buffer message, undecoded beyond its wire type. Source:
 * protobuf.dev/programming-guides/encoding.
 */
export interface Field {
  readonly number: number;
  readonly kind: 'varint' | 'fixed64' | 'bytes' | 'fixed32';
  /** The number of a varint; 0 for other kinds. */
  readonly value: bigint;
  /** The bytes of the other kinds; empty for a varint. */
  readonly bytes: Buffer;
}

/** The fields of a message in order. Truncated data and deprecated wire types end it; it never throws. */
export function* fieldsOf(message: Buffer): Generator<Field> {
  let position = 0;
  while (position < message.length) {
    const key = varintAt(message, position);
    if (key === null) return;
    position = key.end;
    const number = Number(key.value >> 3n);
    const wireType = Number(key.value & 7n);
    if (wireType === 0) {
      const varint = varintAt(message, position);
      if (varint === null) return;
      position = varint.end;
      yield { number, kind: 'varint', value: varint.value, bytes: none };
      continue;
    }
    let length = wireType === 1 ? 8 : 4;
    if (wireType === 2) {
      const size = varintAt(message, position);
      if (size === null) return;
      position = size.end;
      length = Number(size.value);
    } else if (wireType !== 1 && wireType !== 5) {
      return;
    }
    if (position + length > message.length) return;
    const bytes = message.subarray(position, position + length);
    position += length;
    yield { number, kind: kinds[wireType], value: 0n, bytes };
  }
}

/** All floats (4 bytes) or doubles (8 bytes) of a repeated field, whether they are packed or not. */
export function floatsOf(fields: readonly Field[], number: number, size: 4 | 8): number[] {
  return fields
    .filter((field) => field.number === number && field.kind !== 'varint')
    .flatMap(({ bytes }) =>
      Array.from({ length: Math.floor(bytes.length / size) }, (_, index) =>
        size === 4 ? bytes.readFloatLE(index * size) : bytes.readDoubleLE(index * size),
      ),
    );
}

const kinds = { 1: 'fixed64', 2: 'bytes', 5: 'fixed32' } as const;
const none = Buffer.alloc(0);

function varintAt(message: Buffer, start: number): { value: bigint; end: number } | null {
  let value = 0n;
  for (let index = 0; index < 10; index++) {
    const byte = message[start + index];
    if (byte === undefined) return null;
    value |= BigInt(byte & 0x7f) << BigInt(7 * index);
    if (byte < 0x80) return { value, end: start + index + 1 };
  }
  return null;
}
