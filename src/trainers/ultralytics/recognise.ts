import { ascii, indexOf, startsWith } from '../../log/formats/fields.ts';
import type { Line } from '../../log/lines/line.ts';

/**
 * Whether only Ultralytics prints this line: its banner, its settings (`engine/trainer: task=detect, ...`, in 8.0
 * `yolo/engine/trainer: `), or, when a log begins later, the header of a validation (`Box(P`, `top1_acc`) or of a kind
 * of training that its relatives do not have.
 */
export function recognise(line: Line): boolean {
  let start = line.start;
  while (start < line.end && line.bytes[start] === 0x20) start++;
  if (startsWith(line, banner, start)) return isBanner.test(line.text());
  if (startsWith(line, settings, start) || startsWith(line, oldSettings, start)) return isSettings.test(line.text());
  if (startsWith(line, classHeader, start)) return indexOf(line, boxes, start) !== -1 && isDetection.test(line.text());
  if (startsWith(line, epochHeader, start)) return isHeader.test(line.text());
  return startsWith(line, classification, start);
}

const banner = ascii('Ultralytics ');
const isBanner = /^\s*Ultralytics (?:YOLO\S{0,20}?)?\d+\.\d+\.\d\S* +(?:\S+ +)?Python-/i;
const settings = ascii('engine');
const oldSettings = ascii('yolo');
/** Windows has the path of the module its own way. */
const isSettings = /^\s*(?:yolo[\\/])?engine[\\/]trainer: .*\bimgsz=/;
const classHeader = ascii('Class ');
const boxes = ascii('Box(P');
/** YOLOv5's segmentation writes `mAP50-95)` and `Mask(P`, too. */
const isDetection = /Instances\s+Box\(P\s+R\s+mAP50\s+mAP50-95\)(?!\s+Mask)/;
const epochHeader = ascii('Epoch ');
const isHeader =
  /^\s*Epoch\s+GPU_mem\s+(?:giou_loss\s|box_loss\s+(?:seg_loss|pose_loss|cls_loss\s+dfl_loss\s+\w+_loss)\s(?!\s*obj_loss)|loss\s+Instances)/;
const classification = ascii('classes   top1_acc   top5_acc');
