import { rooms } from '../rooms.ts';
import type { Rule } from '../rule.ts';
import { roomOf, sourceFiles } from '../tree.ts';

export const roomOrder: Rule = {
  name: 'room-order',
  reason:
    'A room imports only rooms that stand before it in the list of rooms, so that it can be read knowing no other.',
  violations: (tree) =>
    sourceFiles(tree).flatMap(({ path, imports }) => {
      const own = placeOf(path);
      if (own === -1) return [`${path} is in no room of the list`];
      const later = imports.filter(({ from }) => roomOf(from) !== null && placeOf(from) > own);
      return later.map(({ from }) => `${path} imports ${from}`);
    }),
};

function placeOf(path: string): number {
  return rooms.findIndex((room) => room === roomOf(path));
}
