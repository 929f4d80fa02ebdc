import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { errorCode, errorMessage, systemErrorMessage } from '../../src/words/errors.ts';

test('what was thrown is a message for a person, whatever it was', () => {
  expect(errorMessage(new Error('The log is gone.'))).toBe('The log is gone.');
  expect(errorMessage('gone')).toBe('gone');
  expect(errorCode(new Error('The log is gone.'))).toBeNull();
  expect(errorCode('ENOENT')).toBeNull();
});

test('a failed system call is told without the names of the call and of the file', () => {
  const error = caught(() => readFileSync('/nowhere/at/all'));
  expect(systemErrorMessage(error)).toBe('no such file or directory');
  expect(errorCode(error)).toBe('ENOENT');
});

function caught(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
