/** Sources that several checks name. */
export const darknetReadme = 'AlexeyAB/darknet, README, "How to train (to detect your custom objects)"';
export const darknetImprove = 'AlexeyAB/darknet, README, "How to improve object detection"';
export const darknetData = 'AlexeyAB/darknet, src/data.c, read_boxes and fill_truth_detection';
export const yoloTips = 'Ultralytics, "Tips for Best YOLOv5 Training Results"';
export const yoloVerify = 'Ultralytics, ultralytics/data/utils.py, verify_image_label';
export const cocoFormat = 'COCO, "Data format" (cocodataset.org)';
