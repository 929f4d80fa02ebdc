import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The bytes of a recorded log up to the end of the line on which a pattern is found the `nth` time: how it stood at
 * that moment.
 */
export function logUntil(path: string, pattern: RegExp | null, nth = 1): Buffer {
  const bytes = readFileSync(path);
  if (pattern === null) return bytes;
  let found = 0;
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(0x0a, start);
    const stop = end === -1 ? bytes.length : end + 1;
    if (pattern.test(bytes.toString('latin1', start, stop)) && ++found === nth) return bytes.subarray(0, stop);
    start = stop;
  }
  throw new Error(`${path} has ${String(pattern)} ${found} times, not ${nth}.`);
}

/**
 * A copy of a log that grows as a trainer would write it: what is not there yet comes in pieces that no line respects.
 */
export function startLog(path: string, bytes: Buffer): { readonly goOn: () => Promise<void> } {
  const begin = Math.floor(bytes.length * 0.6);
  writeFileSync(path, bytes.subarray(0, begin));
  return {
    async goOn() {
      const piece = Math.ceil((bytes.length - begin) / 7);
      for (let at = begin; at < bytes.length; at += piece) {
        appendFileSync(path, bytes.subarray(at, at + piece));
        await sleep(30);
      }
    },
  };
}
