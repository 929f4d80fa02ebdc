/**
 * Grows with every change of the tables. A history of another version is made anew: everything in it can be read from
 * the logs again.
 */
export const schemaVersion = 2;

/** The tables that hold the parts of a run, each in the order of `number`. */
export const partTables = ['evaluations', 'verdicts', 'checkpoints', 'series'] as const;

/**
 * The whole schema. Units as everywhere: fractions, seconds, bytes, epoch seconds. NULL: not known, or no finite
 * number. JSON where a value has parts that nobody would search by.
 */
export const schema = `
CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  -- What the keeper wrote down.
  name TEXT NOT NULL,
  command TEXT NOT NULL,
  cwd TEXT NOT NULL,
  log TEXT NOT NULL,
  state TEXT NOT NULL,
  started_at REAL,
  ended_at REAL,
  exit_code INTEGER,
  exit_signal TEXT,
  -- What the log says.
  trainer TEXT,
  trainer_version TEXT,
  log_state TEXT NOT NULL,
  unit TEXT NOT NULL,
  at REAL,
  planned REAL,
  progress REAL,
  best_metric TEXT,
  best_value REAL,
  best_at REAL,
  loss_first REAL,
  loss_last REAL,
  loss_min REAL,
  elapsed REAL,
  lines INTEGER NOT NULL,
  unexplained INTEGER NOT NULL,
  plan TEXT NOT NULL,
  verdict TEXT NOT NULL,
  action TEXT NOT NULL,
  headline TEXT NOT NULL,
  words TEXT,
  latest REAL,
  curve TEXT NOT NULL,
  -- What all this was read from: it holds as long as these are the same.
  log_size INTEGER NOT NULL,
  log_mtime REAL NOT NULL,
  read_as TEXT NOT NULL
) STRICT;
CREATE TABLE evaluations (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  iteration INTEGER,
  epoch INTEGER,
  map50 REAL,
  map50_95 REAL,
  precision REAL,
  recall REAL,
  f1 REAL,
  iou REAL,
  train_loss REAL,
  validation_loss REAL,
  learning_rate REAL,
  elapsed REAL,
  PRIMARY KEY (run, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE verdicts (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  at REAL,
  elapsed REAL,
  name TEXT NOT NULL,
  action TEXT NOT NULL,
  headline TEXT NOT NULL,
  PRIMARY KEY (run, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE checkpoints (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  path TEXT NOT NULL,
  at REAL,
  role TEXT NOT NULL,
  elapsed REAL,
  PRIMARY KEY (run, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE series (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  -- [[from, to, min, mean, max], ...]
  points TEXT NOT NULL,
  PRIMARY KEY (run, number)
) STRICT, WITHOUT ROWID;
`;
