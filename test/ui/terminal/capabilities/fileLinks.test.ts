import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { withFileLinks } from '../../../../src/ui/terminal/capabilities/fileLinks.ts';

test('files are linked where a text names them, the longer name first, and nothing else changes', () => {
  const files = new Map([
    ['best.pt', '/runs/a b/best.pt'],
    ['w/best.pt', '/runs/w/best.pt'],
  ]);
  const link = (path: string, name: string) =>
    `\u001B]8;;file://${hostname().toLowerCase()}${path}\u001B\\${name}\u001B]8;;\u001B\\`;
  expect(withFileLinks('keep w/best.pt, not best.pt (bestXpt)', files)).toBe(
    `keep ${link('/runs/w/best.pt', 'w/best.pt')}, not ${link('/runs/a%20b/best.pt', 'best.pt')} (bestXpt)`,
  );
  expect(withFileLinks('keep best.pt', new Map())).toBe('keep best.pt');
});
