/** Seconds between two looks at the room on the disk, which cost a system call each. */
export const diskLookEvery = 1;

/** Seconds between two looks at the run that another one waits for. */
export const queueLookEvery = 1;

/** Seconds that a keeper waits for more lines before it reads some: nobody looks at what it reads. */
export const keeperGather = 0.25;

/** Seconds between two tries to write what a full disk refused. */
export const rewriteEvery = 5;

/** Seconds in which a keeper that lives has to answer at its socket. */
export const connectTimeout = 10;

/**
 * Seconds after which a keeper that lives, but has no socket, is asked to make it again: it may be about to do so, or
 * to go.
 */
export const socketPatience = 1;

/** Seconds in which a shim has to write that its training has begun, or how it ended. */
export const shimPatience = 2;

/** Seconds after which a keeper that was stopped with SIGSTOP is named: it may be let go on at once. */
export const haltedPatience = 3;

/** Seconds between two tries to start a keeper for a run that waits for one, where a list or a status line tries. */
export const reviveEvery = 60;

/** Seconds between two tries to reach a keeper. */
export const connectEvery = 0.1;

/** Maximum length of a line of the control protocol that is read, in characters: nobody can make a keeper grow. */
export const maxMessageLength = 65_536;

/**
 * Seconds that the notice of a training's end is given to arrive, with all tries of `webhookPauses`, before the keeper
 * goes.
 */
export const lastNotices = 150;

/** Seconds in which the log of a training that has ended is read to its end for that notice. */
export const lastReading = 20;
