import { join, resolve } from 'node:path';
import { openCocoData } from './cocoData.ts';
import { openDarknetData } from './darknetData.ts';
import type { DataSet, OpenOptions } from './dataSet.ts';
import { isFile, isFolder, namesIn } from './files.ts';
import { isBuiltIn } from './builtIn.ts';
import { createNearPaths, nearText } from './nearPath.ts';
import { openVocData } from './vocData.ts';
import { vocLayoutOf } from './vocLayout.ts';
import { openYoloData } from './yoloData.ts';

/**
 * Opens a data set by the file that describes it (.data, .yaml, .json) or by its folder. Reads descriptions and lists,
 * opens no image. Throws a sentence when there is nothing of that name, or nothing that is understood.
 */
export function openDataSet(path: string, options: OpenOptions): DataSet {
  const wanted = resolve(options.cwd, path);
  if (isFile(wanted)) return openFile(wanted, options);
  if (!isFolder(wanted)) {
    if (isBuiltIn(path)) {
      throw new Error(
        `${path} comes with Ultralytics, which fetches its images when it trains on it for the first time: there is nothing here to read, give the data.yaml of a data set of your own.`,
      );
    }
    throw new Error(
      `${wanted} does not exist: give a .data, data.yaml or COCO .json file, or the directory of a VOC data set.${nearText(createNearPaths(), [wanted])}`,
    );
  }
  const voc = vocLayoutOf(wanted);
  if (voc?.isStandard === true) return openVocData(voc);
  const found = describingFiles(wanted);
  if (found.length === 1) return openFile(found[0]!, options);
  if (found.length === 0 && voc !== null) return openVocData(voc);
  throw new Error(
    found.length === 0
      ? `${wanted} holds no known data set: give a .data, data.yaml or COCO .json file, or the directory of a VOC data set.`
      : `${wanted} holds more than one data set: give one of ${found.join(', ')}.`,
  );
}

function openFile(path: string, options: OpenOptions): DataSet {
  if (/\.ya?ml$/i.test(path)) return openYoloData(path, options);
  if (/\.json$/i.test(path)) return openCocoData(path, options);
  if (/\.data$/i.test(path)) return openDarknetData(path, options);
  throw new Error(
    `${path} is not a known data set: give a .data file of Darknet, a data.yaml, or the .json file of a COCO data set.`,
  );
}

/**
 * The files in a folder that describe a data set: one of the most telling kind, or several that a person has to choose
 * from.
 */
function describingFiles(folder: string): string[] {
  const names = namesIn(folder);
  const whole = (matching: readonly string[]) => matching.map((name) => join(folder, name));
  const yaml = names.filter((name) => /^(?:data|dataset)\.ya?ml$/i.test(name));
  const data = names.filter((name) => /\.data$/i.test(name));
  if (yaml.length + data.length > 0) return whole([...yaml, ...data]);
  const annotations = ['', 'annotations', 'train', 'Train'].flatMap((inside) =>
    namesIn(join(folder, inside))
      .filter(
        (name) =>
          /train.*\.json$/i.test(join(inside, name)) &&
          /\.json$/i.test(name) &&
          !/caption|keypoint|panoptic|stuff/i.test(name),
      )
      .map((name) => join(folder, inside, name)),
  );
  return annotations.length > 0 ? [...new Set(annotations)] : whole(names.filter((name) => /\.ya?ml$/i.test(name)));
}
