import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { draw, side } from './drawn.ts';

/** A small data set without a mistake, file by file, so that a test can change what it is about. */
export interface Layout {
  /** The content of each file by its path below the folder of the set. */
  readonly files: Map<string, string | Buffer>;
  /** The images by part, by their stems. */
  readonly stems: { readonly train: readonly string[]; readonly valid: readonly string[] };
}

/** Writes a set into a folder. */
export function writeLayout(folder: string, { files }: Layout): void {
  for (const [name, content] of files) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}

const classNames = ['square', 'circle', 'triangle'];
const counts = { train: 20, valid: 8 } as const;

function stemsOf(part: 'train' | 'valid'): string[] {
  return Array.from({ length: counts[part] }, (_, index) => `${part}${String(index).padStart(2, '0')}`);
}

function everyImage(): { part: 'train' | 'valid'; stem: string; drawn: ReturnType<typeof draw> }[] {
  return (['train', 'valid'] as const).flatMap((part) =>
    stemsOf(part).map((stem, index) => ({ part, stem, drawn: draw((part === 'train' ? 0 : 500) + index) })),
  );
}

function emptyLayout(): Layout {
  return { files: new Map(), stems: { train: stemsOf('train'), valid: stemsOf('valid') } };
}

/** images/ and labels/ with a data.yaml. */
export function yoloLayout(): Layout {
  const layout = emptyLayout();
  for (const { part, stem, drawn } of everyImage()) {
    layout.files.set(`images/${part}/${stem}.png`, drawn.bytes);
    layout.files.set(`labels/${part}/${stem}.txt`, drawn.boxes.map((box) => `${box.join(' ')}\n`).join(''));
  }
  layout.files.set(
    'data.yaml',
    `train: images/train\nval: images/valid\nnc: 3\nnames:\n${classNames.map((name, index) => `  ${index}: ${name}\n`).join('')}`,
  );
  return layout;
}

/** Images and labels side by side, lists, obj.names and obj.data. */
export function darknetLayout(): Layout {
  const layout = emptyLayout();
  for (const { stem, drawn } of everyImage()) {
    layout.files.set(`data/${stem}.png`, drawn.bytes);
    layout.files.set(`data/${stem}.txt`, drawn.boxes.map((box) => `${box.join(' ')}\n`).join(''));
  }
  for (const part of ['train', 'valid'] as const) {
    layout.files.set(
      `${part}.txt`,
      stemsOf(part)
        .map((stem) => `data/${stem}.png\n`)
        .join(''),
    );
  }
  layout.files.set('obj.names', `${classNames.join('\n')}\n`);
  layout.files.set('backup/.keep', '');
  layout.files.set(
    'obj.data',
    'classes = 3\ntrain = train.txt\nvalid = valid.txt\nnames = obj.names\nbackup = backup/\n',
  );
  return layout;
}

/** An annotation of Pascal VOC. */
export function vocAnnotation(
  stem: string,
  boxes: readonly (readonly [string, number, number, number, number])[],
): string {
  const objects = boxes.map(
    ([name, left, top, right, bottom]) =>
      `  <object>\n    <name>${name}</name>\n    <bndbox>\n      <xmin>${left}</xmin>\n      <ymin>${top}</ymin>\n      <xmax>${right}</xmax>\n      <ymax>${bottom}</ymax>\n    </bndbox>\n  </object>\n`,
  );
  return `<annotation>\n  <filename>${stem}.png</filename>\n  <size>\n    <width>${side}</width>\n    <height>${side}</height>\n    <depth>3</depth>\n  </size>\n${objects.join('')}</annotation>\n`;
}

/**
 * Pascal VOC. `place` tells where an image or an annotation lies: `JPEGImages/` and `Annotations/` of the form, or any
 * others. With those of the form there are image sets.
 */
export function vocLayout(
  place: (kind: 'image' | 'annotation', part: 'train' | 'valid') => string = (kind) =>
    kind === 'image' ? 'JPEGImages' : 'Annotations',
): Layout {
  const layout = emptyLayout();
  for (const { part, stem, drawn } of everyImage()) {
    layout.files.set(`${place('image', part)}/${stem}.png`, drawn.bytes);
    const boxes = drawn.boxes.map(([category, x, y, width, height]) => {
      const corner = (value: number) => Math.round(value * side);
      return [
        classNames[category]!,
        corner(x - width / 2) + 1,
        corner(y - height / 2) + 1,
        corner(x + width / 2),
        corner(y + height / 2),
      ] as const;
    });
    layout.files.set(`${place('annotation', part)}/${stem}.xml`, vocAnnotation(stem, boxes));
  }
  if (place('image', 'train') === 'JPEGImages') {
    layout.files.set('ImageSets/Main/train.txt', `${stemsOf('train').join('\n')}\n`);
    layout.files.set('ImageSets/Main/val.txt', `${stemsOf('valid').join('\n')}\n`);
  }
  return layout;
}

/** The entries of a COCO file, to be changed before they are written. */
export interface CocoEntries {
  images: { id: number; file_name: string; width: number; height: number }[];
  annotations: { id: number; image_id: number; category_id: number; bbox: number[] }[];
  categories: { id: number; name: string; supercategory?: string }[];
}

/**
 * train/ and valid/ with `_annotations.coco.json` in each, one entry a line. `change` may alter the entries of a part.
 */
export function cocoLayout(change: (entries: CocoEntries, part: 'train' | 'valid') => void = () => {}): Layout {
  const layout = emptyLayout();
  for (const part of ['train', 'valid'] as const) {
    const entries: CocoEntries = {
      images: [],
      annotations: [],
      categories: classNames.map((name, index) => ({ id: index + 1, name })),
    };
    for (const { stem, drawn, part: own } of everyImage()) {
      if (own !== part) continue;
      const id = entries.images.push({
        id: entries.images.length + 1,
        file_name: `${stem}.png`,
        width: side,
        height: side,
      });
      layout.files.set(`${part}/${stem}.png`, drawn.bytes);
      for (const [category, x, y, width, height] of drawn.boxes) {
        const bbox = [x - width / 2, y - height / 2, width, height].map((value) => value * side);
        entries.annotations.push({ id: entries.annotations.length + 1, image_id: id, category_id: category + 1, bbox });
      }
    }
    change(entries, part);
    const lists = (['categories', 'images', 'annotations'] as const).map(
      (key) => `"${key}": [\n${entries[key].map((entry) => JSON.stringify(entry)).join(',\n')}\n]`,
    );
    layout.files.set(`${part}/_annotations.coco.json`, `{\n${lists.join(',\n')}\n}\n`);
  }
  return layout;
}
