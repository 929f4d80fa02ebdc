/** YOLOv5, and the trainers that were made out of it. */
export type FamilyName = 'yolov5' | 'yolov7' | 'yolov9' | 'yolor';

/**
 * Which of them a model's or a configuration's name is of (`gelan-c`, `models/segment/yolov7-seg.yaml`); null for any
 * other.
 */
export function familyOfModel(name: string): 'yolov7' | 'yolov9' | null {
  const model = /(?:^|[\\/])(yolov7|yolov9|gelan)[^\\/]*$/.exec(name)?.[1];
  return model === undefined ? null : model === 'yolov7' ? 'yolov7' : 'yolov9';
}
