import { type Finding, found } from '../finding.ts';
import type { Survey, Surveyed } from './survey.ts';

/** Pictures that are missing, cannot be read, are cut off, too small, of another size than said, or listed twice. */
export function checkPictures(survey: Survey): Finding[] {
  const { store } = survey;
  const findings: Finding[] = [];
  const looked = new Set<number>();
  for (const surveyed of [...survey.train, ...survey.valid]) {
    const { picture, index } = surveyed;
    if (looked.has(index)) continue;
    looked.add(index);
    const fault = store.faults.get(index);
    if (fault?.state === 'missing') {
      findings.push(
        found('image-missing', `The picture ${picture.path} does not exist.`, picture.listed, [picture.path]),
      );
      continue;
    }
    const file = { file: picture.path, line: null };
    if (fault !== undefined) {
      const check = fault.state === 'truncated' ? 'image-truncated' : 'image-unreadable';
      findings.push(found(check, `The picture cannot be used: ${fault.what}.`, file, [picture.path]));
      continue;
    }
    const [width, height] = [store.widths[index]!, store.heights[index]!];
    if (width < leastSide || height < leastSide) {
      findings.push(found('image-small', `The picture is ${width} x ${height} pixels.`, file, [picture.path]));
    }
    const stated = store.labels[index]?.stated;
    if (stated && (stated.width !== width || stated.height !== height)) {
      const what = `${picture.path} is ${width} x ${height} pixels, its annotation says ${stated.width} x ${stated.height}.`;
      findings.push(found('image-size', what, { file: store.labels[index]!.path, line: stated.line }, [picture.path]));
    }
  }
  return [...findings, ...listedTwice(survey.train), ...listedTwice(survey.valid)];
}

/** Pixels. Source: Ultralytics, data/utils.py, verify_image. */
const leastSide = 10;

function listedTwice(pictures: readonly Surveyed[]): Finding[] {
  const first = new Map<number, Surveyed>();
  const findings: Finding[] = [];
  for (const surveyed of pictures) {
    const earlier = first.get(surveyed.index);
    if (earlier === undefined) first.set(surveyed.index, surveyed);
    else {
      const { listed, path } = surveyed.picture;
      const what = `${path} is listed in line ${earlier.picture.listed.line}, too.`;
      findings.push(found('image-listed-twice', what, listed, [path]));
    }
  }
  return findings;
}
