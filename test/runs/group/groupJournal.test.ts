import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readJournal, writeJournal } from '../../../src/runs/group/groupJournal.ts';
import { freshStateHome } from '../../support/history/home.ts';

const home = freshStateHome();

describe('the journal of a group', () => {
  const directory = () => join(home.directory(), 'plateau', 'groups', 'abc');

  test('tells who is out, the last word counting', () => {
    expect(readJournal(directory())).toEqual({ entries: 0, out: new Set() });
    for (const [word, run] of [
      ['out', 'a'],
      ['out', 'b'],
      ['in', 'a'],
    ] as const) {
      expect(writeJournal(directory(), readJournal(directory()), word, run)).toBe(true);
    }
    expect(readJournal(directory())).toEqual({ entries: 3, out: new Set(['b']) });
  });

  test('takes no entry of who has not read the last one', () => {
    const before = readJournal(directory());
    expect(writeJournal(directory(), before, 'out', 'a')).toBe(true);
    expect(writeJournal(directory(), before, 'out', 'b')).toBe(false);
    expect(readJournal(directory()).out).toEqual(new Set(['a']));
  });
});
