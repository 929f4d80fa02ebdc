/** Every exit status that Plateau itself ends with. `plateau run` ends with the trainer's own, or one of these. */
export const exitStatuses = {
  success: 0,
  failure: 1,
  wrongArguments: 2,
  /** `advise`: the log tells nothing yet. `check`, `plan`: there is nothing to read. */
  cannotTell: 2,
  /** `advise`: the training may be stopped; it should be. */
  mayStop: 10,
  stop: 11,
  /** `advise`: the training writes nothing. */
  stalled: 20,
  /** `advise`: diverged, failed or never started. `run`: the trainer ended with 0, but has never trained. */
  trainingFailed: 30,
  /** `check`: somebody pressed ^C. Source: what shells say of a command that SIGINT ended. */
  interrupted: 130,
  /** `run`: nobody saw how the trainer ended. Source: POSIX, as `env` and `timeout` use it for their own failures. */
  unknownExit: 125,
  /** `run`: added to the number of the signal that ended the trainer, as shells do. */
  signalled: 128,
} as const;
