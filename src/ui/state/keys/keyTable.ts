import { afterEndKeys } from './afterEndKeys.ts';
import { chartKeys } from './chartKeys.ts';
import type { KeyBinding } from './keyBinding.ts';
import { layerKeys } from './layerKeys.ts';
import { lengthKeys } from './lengthKeys.ts';
import { logKeys } from './logKeys.ts';
import { noteKeys } from './noteKeys.ts';
import { otherRunKeys } from './otherRunKeys.ts';
import { paneKeyTable } from './paneKeyTable.ts';
import { screenKeys } from './screenKeys.ts';
import { sizeKeys } from './sizeKeys.ts';
import { stopKeys } from './stopKeys.ts';
import { trainingKeys } from './trainingKeys.ts';

/** All keys, in the order of the help and of the hints. */
export const keyTable: readonly KeyBinding[] = [
  ...trainingKeys,
  ...afterEndKeys,
  ...lengthKeys,
  ...noteKeys,
  ...paneKeyTable,
  ...sizeKeys,
  ...otherRunKeys,
  ...logKeys,
  ...chartKeys,
  ...stopKeys,
  ...layerKeys,
  ...screenKeys,
];
