import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { singleLine } from '../../../words/harmless.ts';
import type { FigureFormat } from '../figureFormat.ts';
import { trackedSource } from '../tracked/trackedRun.ts';
import { createEventLines } from './lines.ts';
import { eventFilesOf, newestRunDirectory } from './runDirectory.ts';

/** The directory of a run in TensorBoard's event files, of which there may be several. */
export const tensorboardRuns: FigureFormat = {
  follow: (place) =>
    isRun(place)
      ? trackedSource({
          open: () => createEventLines(resolve(place)),
          name: `The run of TensorBoard in ${place}`,
          empty: `${place} has event files of TensorBoard, but no scalar in them; name another run, or the training's log.`,
          pollSeconds: 1,
        })
      : null,
  describe: (place) => (isRun(place) ? singleLine(`${basename(resolve(place))} (TensorBoard)`) : null),
  discover: (directory) => {
    const run = newestRunDirectory(directory);
    if (run === null) return null;
    const [only, ...others] = eventFilesOf(run);
    // One file alone is followed as what it is, as soon as it is written.
    return only !== undefined && others.length === 0 && !/\.(?:gz|zst)$/.test(only.path) ? only.path : run;
  },
};

/** A file alone is one only when it is compressed. */
function isRun(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() === true && eventFilesOf(place).length > 0;
}
