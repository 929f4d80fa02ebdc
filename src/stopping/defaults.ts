/** Seconds a signal is given before the next one is allowed: enough for a framework to write weights to a slow disk. */
export const stepWait = 10;

/**
 * Seconds between two looks at a training of which much may happen that nobody tells. A keeper costs nothing at idle.
 */
export const lookEvery = 1;

/** Seconds between the advice to stop and the stop that auto-stop then makes: time for a person to say no. */
export const countdown = 600;

/** Seconds between two looks of auto-stop at a training that writes nothing: a time budget ends without a line, too. */
export const judgeEvery = 30;

/** Minimum seconds between two judgements of auto-stop while lines come. */
export const judgeGap = 1;

/** Seconds for which a checkpoint file that nobody announced has to stay as it is before it counts as whole. */
export const settleTime = 3;

/** Seconds between two looks at the open files of a training while a signal waits for a save. */
export const saveLookEvery = 0.2;

/**
 * Seconds for which no checkpoint may have been open for writing before a signal goes out: a trainer opens `best.pt` up
 * to 80 ms after it has closed `last.pt`.
 */
export const quietTime = 1;

/** Seconds after which a checkpoint that is open for writing, and does not change, is no save. */
export const longestLull = 30;

/** Seconds that a signal waits for the end of a save before a person is asked: weights on a slow disk take long. */
export const longestSave = 120;

/** Seconds between two looks at such a file. */
export const fileLookEvery = 0.5;

/** Seconds in which a process that was halted or continued is taken to be so: a busy machine needs a while to do it. */
export const pauseSettles = 2;

/** How many answered requests are remembered: more than anybody asks again after a lost connection. */
export const maxRequests = 20;
