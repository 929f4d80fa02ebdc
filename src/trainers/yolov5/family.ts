/** YOLOv5, and the trainers that were made out of it. */
export type FamilyName = 'yolov5' | 'yolov7' | 'yolov9' | 'yolor';
