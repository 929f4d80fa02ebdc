import type { CheckReport } from '../checklist/checkTraining.ts';

/** A data set by the file or folder that describes it: `shapes/data.yaml (Ultralytics and YOLOv5)`. */
export function dataSetText({ form, path }: CheckReport['dataSet']): string {
  return `${path} (${forms[form]})`;
}

const forms: Readonly<Record<CheckReport['dataSet']['form'], string>> = {
  darknet: 'Darknet',
  yolo: 'Ultralytics and YOLOv5',
  coco: 'COCO',
  voc: 'Pascal VOC',
};
