import process from 'node:process';
import type { TestOptions } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** What a skipped test, or each test of a skipped suite, needs: `npm test` says it at its end. */
    needs?: string;
  }
}

/** Skips a test or a suite unless the condition holds: `test('...', skipUnless('needs ps', hasPs), ...)`. */
export function skipUnless(needs: string, condition: boolean): TestOptions {
  return condition ? {} : { skip: true, meta: { needs } };
}

export const onLinux = skipUnless('needs Linux', process.platform === 'linux');
export const asRoot = skipUnless('needs root', process.getuid?.() === 0);
/** For what a file's mode forbids, since root may do it all the same. */
export const notAsRoot = skipUnless('needs another user than root', process.getuid?.() !== 0);
