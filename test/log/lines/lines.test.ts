import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLineReader, maxLineLength } from '../../../src/log/lines/lines.ts';
import { maxSequenceLength } from '../../../src/log/lines/sequence.ts';

/** Every line that the pieces give, a `~` before volatile ones; then the one that was not finished. */
function linesOf(...parts: readonly (Buffer | string)[]): string[] {
  const lines: string[] = [];
  const reader = createLineReader((line) => lines.push(`${line.volatile ? '~' : ''}${line.text()}`));
  for (const part of parts) {
    const bytes = placed(Buffer.from(part), lines.length);
    reader.push(bytes, null);
    // The reader is told that its bytes are reused: so they are.
    bytes.fill(0x21);
  }
  reader.end();
  return lines;
}

/** The bytes at any address, among ends of lines that are none of them. */
function placed(bytes: Buffer, address: number): Buffer {
  const offset = address % 5;
  const around = Buffer.alloc(bytes.length + 8, '\n');
  around.set(bytes, offset);
  return around.subarray(offset, offset + bytes.length);
}

describe('the ends of lines', () => {
  test('a line feed ends a line, and an empty line is one', () => {
    expect(linesOf('one\n\ntwo\n')).toEqual(['one', '', 'two']);
  });

  test('a carriage return ends a volatile segment', () => {
    expect(linesOf('10%\r20%\rdone\n')).toEqual(['~10%', '~20%', 'done']);
  });

  test('carriage returns before a line feed belong to the end of the line, as a terminal writes it', () => {
    expect(linesOf('one\r\ntwo\r\r\n\r\n')).toEqual(['one', 'two', '']);
    expect(linesOf('one\r', '\n', 'two\r', '\r', '\n')).toEqual(['one', 'two']);
  });

  test('a volatile segment without text is no line', () => {
    expect(linesOf('\r\r4\r\r8\n')).toEqual(['~4', '8']);
    expect(linesOf('\u001b[K\rbar\n')).toEqual(['bar']);
  });

  test('the last line may lack its end, when the log has ended', () => {
    expect(linesOf('one\ntwo')).toEqual(['one', 'two']);
    expect(linesOf('one\n50%\r')).toEqual(['one', '~50%']);
  });

  test('a line that is not finished waits, and can be looked at', () => {
    const lines: string[] = [];
    const reader = createLineReader((line) => lines.push(line.text()));
    reader.push(Buffer.from('one\n \u001b[1mtw'), null);
    expect([lines, reader.pendingText()]).toEqual([['one'], ' tw']);
    reader.push(Buffer.from('o\n'), null);
    expect([lines, reader.pendingText()]).toEqual([['one', ' two'], '']);
  });

  test('reset forgets what was not finished, also in the middle of an escape sequence', () => {
    const lines: string[] = [];
    const reader = createLineReader((line) => lines.push(line.text()));
    reader.push(Buffer.from('half a li\u001b]2;half a tit'), null);
    reader.reset();
    reader.push(Buffer.from('whole\n'), null);
    expect(lines).toEqual(['whole']);
  });

  test('a line carries the time at which its end was read', () => {
    const times: (number | null)[] = [];
    const reader = createLineReader((line) => times.push(line.time));
    reader.push(Buffer.from('old\nbegun'), null);
    reader.push(Buffer.from(' and ended\nnew\n'), 12.5);
    expect(times).toEqual([null, 12.5, 12.5]);
  });
});

describe('what is stripped', () => {
  test('colours and cursor movements vanish', () => {
    expect(linesOf('\u001b[1m\u001b[38;5;208mloss\u001b[0m=\u001b[?25l0.5\u001b[K\n')).toEqual(['loss=0.5']);
  });

  test('titles vanish, whether BEL or ST ends them', () => {
    expect(linesOf('\u001b]2;68/300: loss=4.0\u0007one\u001b]0;x\u001b\\ two\n')).toEqual(['one two']);
  });

  test('device control strings and two-byte sequences vanish', () => {
    expect(linesOf('a\u001bPq#0;1\u001b\\b\u001b(Bc\u001b=d\u001b7e\n')).toEqual(['abcde']);
  });

  test("AlexeyAB's status line stays, glued to the line it was printed behind", () => {
    const printed = ' (next mAP calculation at 100 iterations) \u001b[H\u001b[J68/300: loss=4.0 hours left=0.2\u0007\n';
    expect(linesOf(printed)).toEqual([' (next mAP calculation at 100 iterations) 68/300: loss=4.0 hours left=0.2']);
  });

  test('a sequence that is broken off by another one gives way to it', () => {
    expect(linesOf('a\u001b[3\u001b[31mb\u001b]2;t\u001b[1mc\n')).toEqual(['abc']);
    expect(linesOf('a\u001b[3\u0018b\u001b]2;t\u001ac\n')).toEqual(['abc']);
  });

  test('the end of a line ends a sequence that was cut off, so that the next line is read', () => {
    expect(linesOf('one\u001b]2;title\ntwo\u001b[3\nthree\u001b\nfour\u001b]2;t\rfive\n')).toEqual([
      'one',
      'two',
      'three',
      '~four',
      'five',
    ]);
  });

  test('a sequence that does not end is taken for text after a while', () => {
    const [line] = linesOf(`a\u001b]${'t'.repeat(maxSequenceLength - 1)}text\n`);
    expect(line).toBe('atext');
  });

  test('bytes that no short sequence may hold are text', () => {
    expect(linesOf('a\u001bé\u001b[é\n')).toEqual(['aéé']);
  });

  test('control bytes vanish, tabs stay', () => {
    expect(linesOf('a\u0000b\u0007c\td\u000be\u000cf\u001fg\u007fh\n')).toEqual(['abc\tdefgh']);
  });

  test('the control characters that terminals obey above ASCII vanish', () => {
    expect(linesOf('a\u009b31mb\u0085c\u00a0d\n')).toEqual(['a31mbc\u00a0d']);
  });

  test('what follows backspaces replaces what they went back over', () => {
    expect(linesOf('step 1\b2\bthree\n')).toEqual(['step three']);
    expect(linesOf('ab\b\b\b\bxyz\n')).toEqual(['xyz']);
  });

  test('backspaces alone take nothing away: a Keras bar goes back over itself before its carriage return', () => {
    expect(linesOf(`1/9 [=>...]${'\b'.repeat(11)}\r2/9 [==>..]${'\b'.repeat(11)}\n`)).toEqual([
      '~1/9 [=>...]',
      '2/9 [==>..]',
    ]);
  });

  test('a backspace goes back over a whole character', () => {
    expect(linesOf('50% █▌\b▉\n')).toEqual(['50% █▉']);
  });
});

describe('bytes that are no text', () => {
  test('characters are put together again when a read cut through them', () => {
    const bytes = Buffer.from('▉🚀é\n');
    expect(linesOf(...Array.from(bytes, (byte) => Buffer.of(byte)))).toEqual(['▉🚀é']);
  });

  test('malformed UTF-8 is replaced', () => {
    expect(linesOf(Buffer.from([0x61, 0xff, 0x62, 0xe2, 0x96, 0x0a]))).toEqual(['a\ufffdb\ufffd']);
  });

  test('a line that is too long is cut at a whole character, and the next one is read', () => {
    const long = `${'x'.repeat(maxLineLength - 1)}é and more`;
    for (const lines of [linesOf(`${long}\nnext\n`), linesOf(long, long, '\nnext\n')]) {
      expect(lines).toEqual(['x'.repeat(maxLineLength - 1), 'next']);
    }
  });

  test('a line that never ends does not fill the memory', () => {
    const reader = createLineReader(() => {});
    const piece = Buffer.alloc(1024 * 1024, 'endless ');
    reader.push(piece, null);
    const before = process.memoryUsage();
    for (let count = 0; count < 200; count++) reader.push(piece, null);
    const after = process.memoryUsage();
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(4 * 1024 * 1024);
    expect(reader.pendingText()).toHaveLength(maxLineLength);
  });
});

describe('however the bytes are cut', () => {
  /** Bytes in which everything that the reader knows is frequent. */
  const spiced = fc
    .array(
      fc.oneof(
        fc
          .constantFrom(
            '\n',
            '\r',
            '\r\n',
            '\r\r',
            '\b',
            '\b\b',
            '\t',
            '\u0007',
            '\u0000',
            '\u001b',
            '\u001b[',
            '\u001b[H\u001b[J',
            '\u001b[0m',
            '\u001b]2;',
            '\u001b\\',
            '\u001bP',
            '\u0018',
            '▉',
            '🚀',
            'é',
            '\u009b',
            '12: 0.5, 0.4 avg loss',
            ' ',
            'm',
            '7',
          )
          .map((text) => Buffer.from(text)),
        fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes)),
      ),
      { maxLength: 60 },
    )
    .map((parts) => Buffer.concat(parts));

  test('the lines are the same', () => {
    fc.assert(
      fc.property(spiced, fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 40 }), (bytes, sizes) => {
        const whole = linesOf(bytes);
        expect(linesOf(...pieces(bytes, sizes))).toEqual(whole);
        expect(
          linesOf(
            ...pieces(
              bytes,
              Array.from(bytes, () => 1),
            ),
          ),
        ).toEqual(whole);
      }),
      { numRuns: 3000 },
    );
  });

  test('lines around the greatest length are the same', () => {
    const near = fc.integer({ min: maxLineLength - 6, max: maxLineLength + 6 });
    fc.assert(
      fc.property(near, spiced, fc.integer({ min: 1, max: maxLineLength }), (length, spice, size) => {
        const bytes = Buffer.concat([Buffer.alloc(length, 'x'), spice, Buffer.from('\nnext\n')]);
        const sizes = Array.from({ length: Math.ceil(bytes.length / size) }, () => size);
        expect(linesOf(...pieces(bytes, sizes.length > 200 ? [maxLineLength - 1] : sizes))).toEqual(linesOf(bytes));
      }),
      { numRuns: 100 },
    );
  });

  test('recorded logs of real trainings give the same lines', () => {
    const logs = recordedLogs();
    expect(logs.length).toBeGreaterThan(0);
    for (const { bytes } of logs) {
      const whole = linesOf(bytes);
      for (const size of [1, 2, 3, 7, 64, 1021, 4096]) {
        const sizes = Array.from({ length: Math.ceil(bytes.length / size) }, () => size);
        expect(linesOf(...pieces(bytes, sizes))).toEqual(whole);
      }
    }
  });

  test('a hundred thousand random byte strings do not make it throw', () => {
    const random = createRandom(7);
    let lines = 0;
    const reader = createLineReader((line) => {
      lines++;
      if (lines % 8 === 0) line.text();
    });
    for (let count = 0; count < 100_000; count++) {
      const bytes = Buffer.allocUnsafe(random() % 48);
      for (let index = 0; index < bytes.length; index++) bytes[index] = random() % (count % 2 === 0 ? 256 : 34);
      reader.push(bytes, count % 3 === 0 ? null : count);
      if (random() % 10 === 0) reader.end();
    }
    expect(lines).toBeGreaterThan(50_000);
  });
});

function pieces(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const out: Buffer[] = [];
  let start = 0;
  for (const size of sizes) {
    out.push(bytes.subarray(start, start + size));
    start += size;
  }
  out.push(bytes.subarray(start));
  return out;
}

function recordedLogs(): { bytes: Buffer }[] {
  const root = new URL('../../../fixtures/', import.meta.url);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.log'))
    .map((name) => ({ bytes: readFileSync(new URL(name, root)).subarray(0, 100_000) }));
}

/** Random 32-bit numbers that are the same in every run (xorshift32, Marsaglia 2003). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

describe('zero bytes, of which a file that was enlarged has gigabytes,', () => {
  test('vanish, wherever the pieces end', () => {
    expect(linesOf('on\0\0e\n\0\0', '\0\0two\0\n', '\0')).toEqual(['one', 'two']);
    expect(linesOf('10%\r\0', '\0\n')).toEqual(['~10%', '']);
  });

  test('cost no more than as many letters', () => {
    const size = 1024 * 1024;
    const letters = Buffer.alloc(size, 'a');
    const zeros = Buffer.alloc(size);
    const cost = (bytes: Buffer) => {
      const reader = createLineReader(() => {});
      const before = process.cpuUsage();
      for (let piece = 0; piece < 64; piece++) reader.push(bytes, null);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    cost(letters);
    cost(zeros);
    expect(cost(zeros)).toBeLessThan(2 * cost(letters));
  });
});
