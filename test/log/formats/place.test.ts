import { expect, test } from 'vitest';
import { placeOf, placeText, shownPlace } from '../../../src/log/formats/place.ts';

test.each([
  ['http://me:secret@host:5000/path#run', 'http://host:5000/path#run'],
  ['https://me:secret@with@host#run', 'https://host#run'],
  ['http://host/me@home', 'http://host/me@home'],
  ['http://host?me@home', 'http://host?me@home'],
  ['/data/me@home/mlflow.db', '/data/me@home/mlflow.db'],
])('%s is shown without a name and a password', (place, shown) => {
  expect(shownPlace(place)).toBe(shown);
});

test.each(['night', '100 % done', 'a#b', ''])('a place with the run "%s" is read as it was written', (run) => {
  const place = { at: 'http://host:5000', run };
  expect(placeOf(placeText(place))).toEqual(place);
});
