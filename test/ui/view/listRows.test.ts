import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listRows } from '../../../src/ui/view/listRows.ts';
import { plainText, rowWidth } from '../../../src/words/terminal/row.ts';
import { listedEntry } from '../../support/ui/listedEntry.ts';

const entries = ['a', 'b', 'c', 'd'].map((id) => listedEntry(id));

describe('the list of trainings', () => {
  test('shows each with its course, and the verdict of the marked one', () => {
    const text = listRows(entries, 1, null, { width: 120, height: 12, characters: 'box' }).map(plainText).join('\n');
    expect(text).toMatch(/TRAINING +STATE +PROGRESS +BEST +mAP +STARTED +ID/);
    expect(text).toMatch(/> name of b +ended +iteration 950\/1,800 +mAP50 90\.7 % +▁▅█ +2 h ago +b/);
    expect(text).toContain('verdict of b');
    expect(text).not.toContain('verdict of a');
  });

  test('marks one with which something is wrong, and says what in place of its verdict', () => {
    const trouble = 'A process that it started got away from it and runs on: 42 (sleep)';
    const listed = [listedEntry('a', { trouble }), listedEntry('b')];
    const rowsOf = (marked: number) => listRows(listed, marked, null, { width: 120, height: 8, characters: 'box' });
    expect(rowsOf(1).map(plainText).join('\n')).toMatch(/ name of a +ended ! /);
    expect(rowsOf(1).map(plainText).join('\n')).not.toContain(trouble);
    const said = rowsOf(0).at(-2)!;
    expect(plainText(said)).toContain(trouble);
    expect(said[0]).toMatchObject({ role: 'watch' });
  });

  test('is plain ASCII where that is asked, whatever the names, and its courses are in the colour of the mAP', () => {
    const rows = listRows([listedEntry('é ─ …')], 0, null, { width: 60, height: 5, characters: 'ascii' });
    expect(rows.map(plainText).join('')).toMatch(/^[\x20-\x7e]*$/);
    const course = listRows(entries, 0, null, { width: 120, height: 12, characters: 'box' })[1]!;
    expect(course.find(({ text }) => text.startsWith('▁▅█'))).toMatchObject({ role: 'map' });
  });

  test('shows the whole course of a long training, not its end alone', () => {
    const curve = Array.from({ length: 64 }, (_, index) => Math.min(32, index));
    const text = plainText(
      listRows([listedEntry('a', { curve })], 0, null, { width: 120, height: 5, characters: 'box' })[1]!,
    );
    expect(text).toMatch(/ ▁▂▃▄▅▆▇▇████████ /);
  });

  test('is exactly as large as asked, with the marked one in view, whatever the names and the size', () => {
    const anything = fc.record({
      names: fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 40 }),
      marked: fc.nat(39),
      width: fc.integer({ min: 1, max: 300 }),
      height: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(anything, ({ names, marked, width, height }) => {
        const listed = names.map((name, index) => listedEntry(String(index), { name }));
        const at = Math.min(marked, listed.length - 1);
        const rows = listRows(listed, at, null, { width, height, characters: 'box' });
        expect(rows).toHaveLength(height);
        for (const cells of rows) expect(rowWidth(cells)).toBe(width);
        expect(rows.some((cells) => plainText(cells).startsWith('>'))).toBe(true);
      }),
    );
  });
});
