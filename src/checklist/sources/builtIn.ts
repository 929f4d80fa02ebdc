/**
 * Whether a data set is one that Ultralytics or YOLOv5 brings along: a bare name, whose data.yaml is in the package and
 * whose images are fetched. Source: Ultralytics, ultralytics/cfg/datasets; YOLOv5, data.
 */
export function isBuiltIn(name: string): boolean {
  return builtIn.has(name.replace(/\.ya?ml$/i, '').toLowerCase());
}

const builtIn: ReadonlySet<string> = new Set(
  [
    'ade20k african-wildlife argoverse brain-tumor carparts-seg cityscapes cityscapes8 coco coco-pose coco12-formats',
    'coco128 coco128-seg coco8 coco8-grayscale coco8-multispectral coco8-pose coco8-seg construction-ppe crack-seg',
    'dog-pose dota128 dota8 dota8-multispectral dotav1 dotav1.5 globalwheat2020 hand-keypoints homeobjects-3k imagenet',
    'kitti lvis medical-pills objects365 open-images-v7 package-seg signature sku-110k tiger-pose tt100k visdrone voc',
    'xview',
  ]
    .join(' ')
    .split(' '),
);

/** Whether a data.yaml is one of those that validate on their training images, to try a trainer out. */
export function isForTrying(file: string): boolean {
  return /(?:^|[\\/])coco128(?:-seg)?\.ya?ml$/i.test(file);
}
