import { basename } from 'node:path';
import { fileSource } from '../../log/files/fileSource.ts';
import { placeOf } from '../../log/formats/place.ts';
import type { LogSource } from '../../log/logSource.ts';
import { singleLine } from '../../words/harmless.ts';
import { figureFormats } from './figureFormats.ts';

/**
 * A log file on this machine, or the figures that a trainer keeps in its place (`FigureFormat`). Throws a sentence when
 * there are some, but not of the run that is named.
 */
export function figuresSource(place: string): LogSource {
  for (const { follow } of figureFormats) {
    const source = follow(place);
    if (source !== null) return source;
  }
  return fileSource(place);
}

/** What a place is, for the header of a screen. */
export function describePlace(place: string): string {
  for (const { describe } of figureFormats) {
    const text = describe(place);
    if (text !== null) return text;
  }
  return singleLine(basename(placeOf(place).at));
}
