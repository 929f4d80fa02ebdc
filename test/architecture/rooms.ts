/**
 * The rooms of `src/`, the ground first: each imports only rooms that stand before it. `docs/architecture.md` says what
 * each is for.
 */
export const rooms = [
  'words',
  'log',
  'run',
  'trainers',
  'advisor',
  'processes',
  'stopping',
  'runs',
  'machine',
  'monitor',
  'history',
  'continuing',
  'sources',
  'notices',
  'keeper',
  'install',
  'fleet',
  'checklist',
  'charts',
  'report',
  'ui',
  'app',
  'demo',
  'cli',
] as const;
