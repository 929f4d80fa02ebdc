import { ascii, startsWith } from '../../log/formats/fields.ts';
import type { Line } from '../../log/lines/line.ts';
import { readColumns } from '../formats/yoloConsole/columns.ts';
import { familyOfModel, type FamilyName } from './family.ts';

/**
 * Which of YOLOv5 and its relatives prints this line, null when another program could: by banner (`YOLOv5 🚀 v7.0-...`,
 * `YOLOR 🚀 ...`, `YOLO 🚀 ...`), by settings, or by the header of an epoch.
 */
export function recognise(line: Line): FamilyName | null {
  let start = line.start;
  while (start < line.end && line.bytes[start] === 0x20) start++;
  const letter = line.bytes[start];
  if (letter === 0x59) return startsWith(line, banner, start) ? ofBanner(line.text().trimStart()) : null;
  if (letter === 0x45) return startsWith(line, epochHeader, start) ? ofHeader(line.text()) : null;
  if (letter === 0x4e) return startsWith(line, namespace, start) ? ofNamespace(line.text()) : null;
  if (letter === 0x74 || letter === 0x73)
    return startsWith(line, train, start) || startsWith(line, segment, start)
      ? ofSettings(line.text().trimStart())
      : null;
  return null;
}

function ofBanner(text: string): FamilyName | null {
  const match = /^(YOLOv5|YOLOv7|YOLOR|YOLO) +(?:\S+ +)?\S+ +(?:Python-|torch )\d/i.exec(text);
  if (match === null) return null;
  // Windows prints no emoji, and some consoles another thing in its place.
  const name = match[1]!.toLowerCase();
  // YOLOv7 was made from YOLOR and kept its banner; the header distinguishes them.
  return name === 'yolov5' ? 'yolov5' : name === 'yolo' ? 'yolov9' : 'yolov7';
}

/** `Epoch gpu_mem box obj cls ...`. An objectness loss is what they have and Ultralytics has not. */
function ofHeader(text: string): FamilyName | null {
  const columns = readColumns(text);
  if (columns === null || !columns.memory || !columns.parts.some(({ name }) => name === 'obj')) return null;
  // YOLOv5 had the sum of the losses and `labels` for half a year, YOLOv7 always.
  return columns.has('total') && columns.has('labels') ? 'yolov7' : 'yolov5';
}

/** How they print their settings up to YOLOv5 v5.0, and YOLOv7 and YOLOR still do. */
function ofNamespace(text: string): FamilyName | null {
  if (!/\btotal_batch_size=/.test(text) || !/\bimg_size=\[/.test(text)) return null;
  if (/\bcfg='[^']*(?:yolor|yolov4|\.cfg')/.test(text)) return 'yolor';
  return /\bfreeze=\[/.test(text) ? 'yolov7' : 'yolov5';
}

/** YOLOv9 and the segmentation of YOLOv7 were made from YOLOv5, and keep the name of its script. */
function ofSettings(text: string): FamilyName | null {
  if (!/^(?:segment\/|panoptic\/)?train(?:_dual|_triple)?: weights=.*\bhyp=/.test(text)) return null;
  if (/^\S*train_|\bclose_mosaic=/.test(text)) return 'yolov9';
  const models = Array.from(text.matchAll(/\b(?:weights|cfg)=([^,]*)/g), ([, path]) => familyOfModel(path!));
  return models.find((family) => family !== null) ?? 'yolov5';
}

const banner = ascii('Y');
const epochHeader = ascii('Epoch ');
const namespace = ascii('Namespace(');
const train = ascii('train');
const segment = ascii('segment/train: ');
