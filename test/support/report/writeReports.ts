import { resolve } from 'node:path';
import { expect } from 'vitest';
import { freshHome, plateau } from '../real/plateau.ts';

const fixtures = resolve(import.meta.dirname, '../../../fixtures');

/** Writes pages with the program as it is shipped: of one training, and of two side by side. Returns their paths. */
export function writeReports(): { readonly one: string; readonly several: string } {
  const { directory, environment } = freshHome();
  const logs = ['ultralytics/8.3.241-curve.log', 'darknet/darknet-alexeyab-fall.log'].map((name) =>
    resolve(fixtures, name),
  );
  const paths = { one: resolve(directory, 'one.html'), several: resolve(directory, 'several.html') };
  expect(plateau(['report', logs[0]!, '-o', paths.one], environment)).toMatchObject({ status: 0 });
  expect(plateau(['report', ...logs, '-o', paths.several], environment)).toMatchObject({ status: 0 });
  return paths;
}
