/** Seconds a signal is given before the next step of the ladder is allowed: enough for a framework to write its weights to a slow disk. */
export const stepWait = 10;

/** Seconds between two looks at a training that this keeper did not start, and at what is left of a group: a keeper costs nothing at idle. */
export const lookEvery = 1;

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
