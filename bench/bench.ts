/** One promise of the project, measured. */
export interface Bench {
  /** What it is called on the command line. */
  readonly name: string;
  /** What is promised, and beside what it is measured: one sentence. */
  readonly promise: string;
  /** Measures and prints what it measured, and beside it the same of its peer; says whether the promise was kept. */
  readonly run: () => Promise<boolean>;
}
