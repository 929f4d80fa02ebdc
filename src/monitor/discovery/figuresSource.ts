import { fileSource } from '../../log/files/fileSource.ts';
import type { LogSource } from '../../log/logSource.ts';
import { figureFormats } from './figureFormats.ts';

/** A log file on this machine, or the figures that a trainer keeps in its place. */
export function figuresSource(path: string): LogSource {
  for (const { sourceAt } of figureFormats) {
    const source = sourceAt(path);
    if (source !== null) return source;
  }
  return fileSource(path);
}
