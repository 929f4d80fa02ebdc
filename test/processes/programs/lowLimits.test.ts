import { expect, test } from 'vitest';
import { lowLimit } from '../../../src/processes/programs/lowLimits.ts';

/** As `/proc/self/limits` has it. */
const limits = (files: string, space: string) =>
  `Limit                     Soft Limit           Hard Limit           Units
Max open files            ${files.padEnd(20)} 1048576              files
Max address space         ${space.padEnd(20)} unlimited            bytes
`;

test.each([
  ['1024', 'unlimited', null],
  ['64', '2048000000', null],
  ['63', 'unlimited', /^plateau needs at least 64 open files, and this shell allows 63: .*\.$/],
  ['unlimited', '1945600000', /^plateau needs at least 2 GB of address space, and this shell allows 1900000 kB: .*\.$/],
])('%s open files and %s bytes of address space', (files, space, sentence) => {
  expect(lowLimit(limits(files, space)) ?? 'enough').toMatch(sentence ?? /^enough$/);
});
