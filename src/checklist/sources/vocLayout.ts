import { basename, dirname, extname, join } from 'node:path';
import { isFolder, isImageName, namesIn } from './files.ts';

/** Where the images and annotations of a data set in Pascal VOC's form are. */
export interface VocLayout {
  readonly folder: string;
  /** Whether it has the folders of the form itself: Annotations/ and JPEGImages/. */
  readonly isStandard: boolean;
  /** One part, or one for each folder `train`, `valid` ...: without image sets the first one is for training. */
  readonly parts: readonly [VocPart, ...VocPart[]];
}

export interface VocPart {
  readonly name: 'train' | 'valid';
  readonly images: string;
  readonly annotations: string;
}

/**
 * Finds the layout of a folder, or of the one above when it is one of the two folders itself: Annotations/ and
 * JPEGImages/, such as images/ and annots/, the annotations beside their images, or any of these in train/ and valid/
 * (as Roboflow exports them). Null when there is none.
 */
export function vocLayoutOf(folder: string): VocLayout | null {
  const above = dirname(folder);
  const isInside =
    isImageFolder(basename(folder)) || isAnnotationFolder(basename(folder)) || basename(folder) === 'ImageSets';
  return (
    standardLayout(folder) ??
    (isInside ? standardLayout(above) : null) ??
    looseLayout(folder) ??
    (isInside ? looseLayout(above) : null)
  );
}

function standardLayout(folder: string): VocLayout | null {
  const names = namesIn(folder);
  if (!names.includes('Annotations') || !names.includes('JPEGImages')) return null;
  const part = { name: 'train', images: join(folder, 'JPEGImages'), annotations: join(folder, 'Annotations') } as const;
  return { folder, isStandard: true, parts: [part] };
}

function looseLayout(folder: string): VocLayout | null {
  const own = partIn(folder, 'train');
  if (own !== null) return { folder, isStandard: false, parts: [own] };
  const inside = (names: readonly string[], name: VocPart['name']) =>
    names.map((each) => join(folder, each)).flatMap((each) => (isFolder(each) ? (partIn(each, name) ?? []) : []))[0];
  const train = inside(['train', 'Train', 'training'], 'train');
  if (train === undefined) return null;
  const valid = inside(['valid', 'val', 'validation', 'Valid', 'Val', 'test', 'Test'], 'valid');
  return { folder, isStandard: false, parts: valid === undefined ? [train] : [train, valid] };
}

function partIn(folder: string, name: VocPart['name']): VocPart | null {
  const names = namesIn(folder);
  const stems = new Set(names.filter(isImageName).map((each) => basename(each, extname(each))));
  const isBeside = names.some((each) => extname(each) === '.xml' && stems.has(basename(each, '.xml')));
  if (isBeside) return { name, images: folder, annotations: folder };
  const images = names
    .filter(isImageFolder)
    .map((each) => join(folder, each))
    .find((each) => namesIn(each).some(isImageName));
  const annotations = names
    .filter(isAnnotationFolder)
    .map((each) => join(folder, each))
    .find((each) => namesIn(each).some((file) => extname(file) === '.xml'));
  return images === undefined || annotations === undefined ? null : { name, images, annotations };
}

function isImageFolder(name: string): boolean {
  return /^(?:jpe?gimages|images?|imgs?|pictures|photos)$/i.test(name);
}

function isAnnotationFolder(name: string): boolean {
  return /^(?:annotations?|annots?|anns?|labels?|xmls?|voc)$/i.test(name);
}
