import { count } from '../words/count.ts';
import { duration } from '../words/duration.ts';
import { percent } from '../words/fraction.ts';

/** How far the reading of images is after so many seconds: `1,200 of 20,000 images read, 6 %, about 2 min left`. */
export function imagesReadText(done: number, total: number, seconds: number): string {
  const share = done / Math.max(1, total);
  const read = `${count(done)} of ${count(total)} images read, ${percent(share, 0)}`;
  return seconds < minSeconds || done === 0 ? read : `${read}, about ${duration((seconds * (1 - share)) / share)} left`;
}

/** Before that the start of the threads would count as slow reading. */
const minSeconds = 1;
