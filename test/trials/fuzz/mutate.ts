import type { Random } from '../../../src/demo/random.ts';
import { oneOf } from '../kit/stage.ts';

/** What breaks readers elsewhere: numbers out of bounds, broken text, control characters, deep and long things. */
const hostile: readonly (string | Buffer)[] = [
  '\0',
  '\r',
  '\r\n',
  '\u001b]52;c;aGk=\u0007',
  '\u009b31m',
  '\u202e',
  '-1',
  '0',
  '1e309',
  '-0',
  '99999999999999999999',
  '1000000000',
  'nan',
  'NaN',
  'inf',
  '%s%n',
  '../../../../etc/passwd',
  '/dev/zero',
  '"',
  '}',
  ',,,,,,,,',
  '[['.repeat(2000),
  '{"a":'.repeat(2000),
  '<a>'.repeat(2000),
  'a'.repeat(100_000),
  '(a+)+$',
  '__proto__',
  'constructor',
  '&a [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n',
  Buffer.from([0xff, 0xfe]),
  Buffer.from([0xed, 0xa0, 0x80]),
  Buffer.from([0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]),
  Buffer.alloc(8, 0xff),
];

/** A sample that was changed in one to eight places, or joined with another one. */
export function mutated(random: Random, samples: readonly Buffer[]): Buffer {
  let bytes = oneOf(random, samples);
  for (let left = random.integer(1, 8); left > 0; left--) bytes = changed(random, bytes, samples);
  return bytes;
}

function changed(random: Random, bytes: Buffer, samples: readonly Buffer[]): Buffer {
  const from = random.integer(0, bytes.length);
  const to = Math.min(bytes.length, from + random.integer(0, 64));
  const spliced = (between: Buffer, end = to): Buffer =>
    Buffer.concat([bytes.subarray(0, from), between, bytes.subarray(end)]);
  switch (random.integer(0, 6)) {
    case 0:
      return bytes.subarray(0, from);
    case 1:
      return spliced(Buffer.alloc(0));
    case 2:
      return spliced(Buffer.from(Array.from({ length: random.integer(1, 8) }, () => random.integer(0, 255))));
    case 3:
      return spliced(Buffer.from(oneOf(random, hostile)), random.integer(0, 1) === 0 ? from : to);
    case 4:
      return spliced(bytes.subarray(from, to), from);
    case 5:
      return withNumber(random, bytes);
    default: {
      const other = oneOf(random, samples);
      return Buffer.concat([bytes.subarray(0, from), other.subarray(random.integer(0, other.length))]);
    }
  }
}

/** Replaces one number of a text by a hostile one. */
function withNumber(random: Random, bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  const numbers = [...text.matchAll(/\d+(?:\.\d+)?/g)];
  if (numbers.length === 0) return bytes;
  const { 0: digits, index } = oneOf(random, numbers);
  const other = oneOf(random, ['0', '-1', '1e309', '1000000000', '99999999999999999999', 'nan', '']);
  return Buffer.from(`${text.slice(0, index)}${other}${text.slice(index + digits.length)}`, 'latin1');
}
