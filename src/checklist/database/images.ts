import { type Finding, found } from '../checks/finding.ts';
import type { Survey, Surveyed } from './survey.ts';
import { traitsOf } from '../image/traits.ts';
import { createNearPaths, type NearPaths, nearText } from '../sources/nearPath.ts';
import { count } from '../../words/count.ts';
import { bytes } from '../../words/bytes.ts';

/** Finds images that are missing, unreadable, truncated, too small, of another size than annotated, or listed twice. */
export function checkImages(survey: Survey): Finding[] {
  const { store } = survey;
  const findings: Finding[] = [];
  const looked = new Set<number>();
  const near = createNearPaths();
  const { findings: ofLists, explained } = wholeListsMissing(survey, near);
  findings.push(...ofLists);
  for (const surveyed of [...survey.train, ...survey.valid]) {
    const { image, index } = surveyed;
    if (looked.has(index)) continue;
    looked.add(index);
    const fault = store.faults.get(index);
    if (fault?.state === 'missing') {
      if (explained.has(index)) continue;
      const what = `The image ${image.path} does not exist.${nearText(near, [image.path])}`;
      findings.push(found('image-missing', what, image.listed, [image.path]));
      continue;
    }
    const file = { file: image.path, line: null };
    if (fault !== undefined) {
      const check = fault.state === 'truncated' ? 'image-truncated' : 'image-unreadable';
      findings.push(found(check, `The image cannot be used: ${fault.what}.`, file, [image.path]));
      continue;
    }
    const [width, height] = [store.widths[index]!, store.heights[index]!];
    if (width < minSide || height < minSide) {
      findings.push(found('image-small', `The image is ${width} x ${height} pixels.`, file, [image.path]));
    }
    if (width * height > maxPixels) {
      const what = `The image is ${width} x ${height} pixels, ${bytes(width * height * 3)} in colour.`;
      findings.push(found('image-large', what, file, [image.path]));
    }
    const stated = store.labels[index]?.stated;
    // Tools that turn the image as EXIF says state it turned.
    const isTurned = traitsOf(store.traits[index]!).orientation >= 5;
    const [wide, high] = isTurned && stated?.width === height ? [height, width] : [width, height];
    if (stated && (stated.width !== wide || stated.height !== high)) {
      const what = `${image.path} is ${width} x ${height} pixels, its annotation says ${stated.width} x ${stated.height}.`;
      findings.push(found('image-size', what, { file: store.labels[index]!.path, line: stated.line }, [image.path]));
    }
  }
  return [...findings, ...listedTwice(survey.train), ...listedTwice(survey.valid)];
}

/** Lists of which no image is there: one mistake of all their paths. */
function wholeListsMissing({ store, train, valid }: Survey, near: NearPaths) {
  const findings: Finding[] = [];
  const explained = new Set<number>();
  for (const images of [train, valid]) {
    const [first] = images;
    const isMissing = ({ index }: Surveyed) => store.faults.get(index)?.state === 'missing';
    if (first === undefined || images.length < minWholeList || !images.every((each) => isMissing(each))) continue;
    const { path, listed } = first.image;
    const what = `None of the ${count(images.length)} images exists: of the first, ${path} is looked for.${nearText(near, [path])}`;
    const files = [...new Set(images.map(({ image }) => image.path))];
    findings.push(found('image-missing', what, listed, files));
    for (const { index } of images) explained.add(index);
  }
  return { findings, explained };
}

/** Of fewer each is told. */
const minWholeList = 3;

/** Pixels. Source: Ultralytics, data/utils.py, verify_image. */
const minSide = 10;

/** Source: Pillow, Image.MAX_IMAGE_PIXELS. */
const maxPixels = 89_478_485;

function listedTwice(images: readonly Surveyed[]): Finding[] {
  const first = new Map<number, Surveyed>();
  const findings: Finding[] = [];
  for (const surveyed of images) {
    const earlier = first.get(surveyed.index);
    if (earlier === undefined) first.set(surveyed.index, surveyed);
    else {
      const { listed, path } = surveyed.image;
      const what = `${path} is listed in line ${earlier.image.listed.line}, too.`;
      findings.push(found('image-listed-twice', what, listed, [path]));
    }
  }
  return findings;
}
