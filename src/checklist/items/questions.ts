/** A part of the starter checklist. */
export type ItemGroup = 'database' | 'model';

/** The items that only a person can answer. Source: AugeLab Studio, "When to Stop Training", starter checklist. */
export const questions = [
  { id: 'annotations-reviewed', group: 'database', label: 'annotations looked through' },
  { id: 'variety-enough', group: 'database', label: 'images as varied as the place of use' },
  { id: 'validation-honest', group: 'database', label: 'validation images from other scenes' },
  { id: 'model-chosen', group: 'model', label: 'model fits the device it will run on' },
] as const satisfies readonly { readonly id: string; readonly group: ItemGroup; readonly label: string }[];

export type QuestionId = (typeof questions)[number]['id'];
