import type { Line } from '../../log/lines/line.ts';
import { commonForms } from './metrics.ts';
import { metricsIn } from './lineMetrics.ts';

/** Tells whether the lines seen so far are those of a training, though of an unknown trainer. */
export type GenericRecogniser = (line: Line) => boolean;

/**
 * A recogniser that has seen nothing. It says yes once a loss or a mAP was printed at three places of an epoch or an
 * iteration count that only goes forward. That is more than an installation, a server's log or a table of results has,
 * and little enough for a training that has just begun.
 */
export function createGenericRecogniser(): GenericRecogniser {
  let place = -1;
  let measuredAt = -1;
  let places = 0;
  return (line) => {
    if (line.end - line.start > maxLineLength) return false;
    const text = line.text();
    if (!promising.test(text)) return false;
    const metrics = metricsIn(text, commonForms);
    const epoch = metrics.get('epoch')?.value;
    const iteration = metrics.get('iteration')?.value;
    if (epoch !== undefined || iteration !== undefined) {
      // Steps restart in each epoch, so an epoch weighs more than any number of steps.
      const next = (epoch ?? Math.floor(Math.max(place, 0) / perEpoch)) * perEpoch + (iteration ?? 0);
      if (next < place) {
        places = 0;
        measuredAt = -1;
      }
      place = next;
    }
    const measured = measures.some((metric) => metrics.has(metric));
    if (!measured || place === -1 || place === measuredAt) return false;
    measuredAt = place;
    places++;
    return places >= enough;
  };
}

/** Keeps the rules away from most lines of a log that is none. */
const promising = /epoch|iter|step|batch|loss|ap[@_ ]?[[(]?[\d.i]/i;
const measures = ['loss', 'val-loss', 'map50', 'map50-95'] as const;
const enough = 3;
const perEpoch = 1e9;
const maxLineLength = 4096;
