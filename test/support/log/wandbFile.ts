import { crc32 } from 'node:zlib';

/** A field of a protocol buffer message: a number, text, or another message. */
type Value = number | string | Buffer;

export function message(...fields: readonly (readonly [number, Value])[]): Buffer {
  return Buffer.concat(
    fields.map(([number, value]) => {
      if (typeof value === 'number') return Buffer.concat([varint(number << 3), varint(value)]);
      const bytes = typeof value === 'string' ? Buffer.from(value) : value;
      return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
    }),
  );
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = BigInt(value); ; rest >>= 7n) {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    if (rest <= 0x7fn) return Buffer.from(bytes);
  }
}

/** A `.wandb` file of these records, as wandb/sdk/internal/datastore.py writes it. */
export function wandbFile(records: readonly Buffer[]): Buffer {
  let file = Buffer.from([0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0x00]);
  const add = (...pieces: Buffer[]) => {
    file = Buffer.concat([file, ...pieces]);
  };
  for (const record of records) {
    let rest = record;
    let isFirst = true;
    do {
      let left = blockSize - (file.length % blockSize);
      if (left < 7) {
        add(Buffer.alloc(left));
        left = blockSize;
      }
      const data = rest.subarray(0, left - 7);
      rest = rest.subarray(data.length);
      const type = isFirst ? (rest.length === 0 ? 1 : 2) : rest.length === 0 ? 4 : 3;
      const head = Buffer.alloc(7);
      head.writeUInt32LE(crc32(Buffer.concat([Buffer.from([type]), data])), 0);
      head.writeUInt16LE(data.length, 4);
      head[6] = type;
      add(head, data);
      isFirst = false;
    } while (rest.length > 0);
  }
  return file;
}

const blockSize = 32 * 1024;

const items = (number: number, values: Readonly<Record<string, unknown>>): (readonly [number, Buffer])[] =>
  Object.entries(values).map(([key, value]) => [
    number,
    message([1, key], [16, typeof value === 'number' && !Number.isFinite(value) ? `${value}` : JSON.stringify(value)]),
  ]);

/** Records as wandb_internal.proto numbers their fields. */
export const record = {
  run: (id: string, config: Readonly<Record<string, unknown>> = {}) =>
    message([17, message([1, id], [4, message(...items(1, config))])]),
  history: (step: number, values: Readonly<Record<string, unknown>>) =>
    message([2, message(...items(1, { ...values, _timestamp: 1_760_000_000 + step }), [2, message([1, step])])]),
  summary: (values: Readonly<Record<string, unknown>>) => message([3, message(...items(1, values))]),
  stats: (seconds: number, values: Readonly<Record<string, number>>) =>
    message([7, message([2, message([1, seconds])], ...items(3, values))]),
  console: (text: string) => message([13, message([3, text])]),
  exit: (code: number) => message([18, message([1, code])]),
};
