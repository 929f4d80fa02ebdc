import type { Rule } from '../rule.ts';
import { commentWidth } from './commentWidth.ts';
import { noCycles } from './cycles.ts';
import { folderSize } from './folderSize.ts';
import { owners } from './owners.ts';
import { pureRooms } from './pureRooms.ts';
import { repeatedLines } from './repeatedLines.ts';
import { roomOrder } from './roomOrder.ts';
import { testHabits } from './testHabits.ts';
import { testTree } from './testTree.ts';
import { oneRoomATypeName } from './typeNames.ts';
import { unusedExports } from './unusedExports.ts';
import { walls } from './walls.ts';

export const rules: readonly Rule[] = [
  roomOrder,
  ...walls,
  noCycles,
  pureRooms,
  ...owners,
  unusedExports,
  oneRoomATypeName,
  folderSize,
  repeatedLines,
  commentWidth,
  testTree,
  ...testHabits,
];
