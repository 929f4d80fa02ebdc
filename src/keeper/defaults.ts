/** Seconds a signal is given before the next step of the ladder is allowed: enough for a framework to write its weights to a slow disk. */
export const stepWait = 10;

/** Seconds between two looks at a training that this keeper did not start, and at what is left of a group: a keeper costs nothing at idle. */
export const lookEvery = 1;

/** Seconds between two tries to write what a full disk refused. */
export const rewriteEvery = 5;

/** Seconds that a new keeper has to report that the training runs. */
export const startTimeout = 30;

/** Seconds in which a keeper that lives has to answer at its socket. */
export const connectTimeout = 10;

/** Seconds after which a keeper that lives, but has no socket, is asked to make it again: it may be about to, or about to go. */
export const socketPatience = 1;

/** Seconds between two tries to reach a keeper. */
export const connectEvery = 0.1;

/** Longest line of the control protocol that is read, in bytes: nobody can make a keeper grow. */
export const longestMessage = 65_536;

/**
 * Longest path a unix socket can be bound to, in bytes: `sun_path` has 108 on Linux (unix(7)) and 104 on macOS, its closing zero included.
 */
export const longestSocketPath = 103;

/** Most characters of the name that go into a run's id. */
export const longestNameInId = 24;

/** Seconds between the advice to stop and the stop that auto-stop then makes: time for a person to say no. */
export const countdown = 600;

/** Seconds between two looks of auto-stop at a training that writes nothing: a time budget ends without a line, too. */
export const judgeEvery = 30;

/** Least seconds between two judgements of auto-stop while lines come. */
export const judgeGap = 1;

/** Seconds for which a checkpoint file that nobody announced has to stay as it is before it counts as whole. */
export const settleTime = 3;

/** Seconds between two looks at such a file. */
export const fileLookEvery = 0.5;

/** Seconds that the notice of a training's end is given to arrive, all tries of `webhookPauses` included, before the keeper goes. */
export const lastNotices = 150;

/** Seconds in which the log of a training that has ended is read to its end for that notice. */
export const lastReading = 20;

/** Seconds in which a process that was halted or continued is taken to be so: a busy machine needs a while to do it. */
export const pauseSettles = 2;
