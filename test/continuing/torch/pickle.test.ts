import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { isDictionary, type Pickled, readPickle } from '../../../src/continuing/torch/pickle.ts';
import { needs } from '../../support/real/programs.ts';

test.each([0, 2, 5])('reads what Python writes with protocol %i', needs('python3'), (protocol) => {
  const value = `{
    "none": None, "yes": True, "whole": 70000, "small": 3, "negative": -5, "long": 2**40, "real": 0.25,
    "text": "wörd", "list": [1, 2, 3], "tuple": (1, 2, 3, 4), "empty": {}, "nested": {"a": {"b": 1}},
    "object": collections.OrderedDict(a=1), "set": {1, 2}, "bytes": b"1234",
  }`;
  const pickle = pickled(value, protocol);
  const entries = entriesOf(readPickle(pickle));
  expect(entries.get('none')).toBeNull();
  expect(['whole', 'small', 'negative', 'long', 'real', 'text'].map((name) => entries.get(name))).toEqual([
    70_000,
    3,
    -5,
    2 ** 40,
    0.25,
    'wörd',
  ]);
  expect(entries.get('list')).toMatchObject({ size: 3 });
  expect(entries.get('tuple')).toMatchObject({ size: 4 });
  expect(entriesOf(entries.get('empty')!).size).toBe(0);
  expect(entriesOf(entriesOf(entries.get('nested')!).get('a')!).get('b')).toBe(1);
  expect(entries.get('object')).toMatchObject({ kind: 'dictionary', isObject: true });
  expect(entries.has('bytes')).toBe(true);
});

test('executes nothing of a pickle that calls for it', needs('python3'), () => {
  const value = 'type("Trap", (), {"__reduce__": lambda self: (__import__("os").system, ("exit 1",))})()';
  expect(readPickle(pickled(value, 2))).toEqual({ kind: 'dictionary', isObject: true, entries: new Map() });
});

test('whatever the bytes are, it ends, and says null of what is cut off', needs('python3'), () => {
  const whole = pickled('{"model": [1] * 20, "optimizer": {"state": {0: 1.5}}}', 2);
  for (let length = 0; length < whole.length; length += 1) {
    expect(readPickle(whole.subarray(0, length))).toBeNull();
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      readPickle(Buffer.from(bytes));
    }),
  );
});

function pickled(value: string, protocol: number): Buffer {
  const program = `import sys, pickle, collections; sys.stdout.buffer.write(pickle.dumps(${value}, ${protocol}))`;
  return execFileSync('python3', ['-c', program.replaceAll(/\n\s*/g, ' ')]);
}

function entriesOf(value: Pickled): ReadonlyMap<Pickled, Pickled> {
  if (!isDictionary(value)) throw new Error('It is no dictionary.');
  return value.entries;
}
