import { expect, test } from 'vitest';
import { textTable } from '../../src/words/table.ts';

test('a table leaves out whole columns where the terminal is too narrow, and never cuts a cell', () => {
  const rows = [
    ['RUN', 'BEST', 'TRAINER'],
    ['demo-1', '90.7 %', 'darknet'],
  ];
  expect(textTable(rows, null)).toEqual(['RUN     BEST    TRAINER', 'demo-1  90.7 %  darknet']);
  expect(textTable(rows, { columns: 16, expendable: ['TRAINER', 'BEST'] })).toEqual(['RUN     BEST', 'demo-1  90.7 %']);
});
