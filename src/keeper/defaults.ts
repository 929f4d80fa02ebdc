/** Seconds between two tries to write what a full disk refused. */
export const rewriteEvery = 5;

/** Seconds in which a keeper that lives has to answer at its socket. */
export const connectTimeout = 10;

/** Seconds after which a keeper that lives, but has no socket, is asked to make it again: it may be about to, or about to go. */
export const socketPatience = 1;

/** Seconds between two tries to reach a keeper. */
export const connectEvery = 0.1;

/** Longest line of the control protocol that is read, in bytes: nobody can make a keeper grow. */
export const longestMessage = 65_536;

/** Seconds that the notice of a training's end is given to arrive, all tries of `webhookPauses` included, before the keeper goes. */
export const lastNotices = 150;

/** Seconds in which the log of a training that has ended is read to its end for that notice. */
export const lastReading = 20;

/** Seconds in which a process that was halted or continued is taken to be so: a busy machine needs a while to do it. */
export const pauseSettles = 2;
