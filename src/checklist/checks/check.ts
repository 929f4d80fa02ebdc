/** `error`: training fails, or its result is wrong. `warning`: it costs accuracy or time. `hint`: worth a look. */
export const levels = ['error', 'warning', 'hint'] as const;

export type Level = (typeof levels)[number];

/** What a check looks for. A test compares `docs/checklist.md` with all of them. */
export interface Check {
  /** The part of the starter checklist it belongs to. */
  readonly group: 'images' | 'labels' | 'classes' | 'validation' | 'model';
  readonly level: Level;
  /** A few words for headings. */
  readonly title: string;
  readonly why: string;
  readonly todo: string;
  /** Where the rule or its figure comes from. */
  readonly source: string;
}
