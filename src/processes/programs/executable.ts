/** The first argument that tells the single executable which of its programs to be, before that program's name. */
export const programFlag = '--program=';

/** The asset of the single executable that is its own main script, which each of its threads runs. */
export const executableMain = 'main.cjs';
