/** The trainings the demo can run, by the name the command line takes. */
export const scenarioNames = ['healthy', 'overfit', 'diverge', 'never-starts'] as const;

export type ScenarioName = (typeof scenarioNames)[number];

/** What each training shows, in a few words for the help. */
export const scenarioDescriptions: Readonly<Record<ScenarioName, string>> = {
  healthy: 'learns well, then levels off',
  overfit: 'few images with wrong labels: rises to a peak, then falls',
  diverge: 'learns, until a slip raises the learning rate tenfold and the loss becomes nan',
  'never-starts': 'labels in a format that is misread: the loss falls, mAP stays at zero',
};

/** Returns `text` as a scenario's name, undefined where it is none. */
export function toScenarioName(text: string): ScenarioName | undefined {
  return scenarioNames.find((name) => name === text);
}
