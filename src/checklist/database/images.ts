import { type Finding, found } from '../checks/finding.ts';
import type { Survey, Surveyed } from './survey.ts';
import { bytes } from '../../words/bytes.ts';

/** Finds images that are missing, unreadable, truncated, too small, of another size than annotated, or listed twice. */
export function checkImages(survey: Survey): Finding[] {
  const { store } = survey;
  const findings: Finding[] = [];
  const looked = new Set<number>();
  for (const surveyed of [...survey.train, ...survey.valid]) {
    const { image, index } = surveyed;
    if (looked.has(index)) continue;
    looked.add(index);
    const fault = store.faults.get(index);
    if (fault?.state === 'missing') {
      findings.push(found('image-missing', `The image ${image.path} does not exist.`, image.listed, [image.path]));
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
    if (stated && (stated.width !== width || stated.height !== height)) {
      const what = `${image.path} is ${width} x ${height} pixels, its annotation says ${stated.width} x ${stated.height}.`;
      findings.push(found('image-size', what, { file: store.labels[index]!.path, line: stated.line }, [image.path]));
    }
  }
  return [...findings, ...listedTwice(survey.train), ...listedTwice(survey.valid)];
}

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
