/** The parts of YOLACT's loss by what they are of; other letters, the total among them, are left out. */
export function partsOf(losses: Iterable<readonly [string, number | null]>): Record<string, number> {
  const parts: Record<string, number> = {};
  for (const [letter, value] of losses) {
    const name = names.get(letter);
    if (name !== undefined && value !== null) parts[name] = value;
  }
  return parts;
}

/** Source: layers/modules/multibox_loss.py, "Loss Key". */
const names: ReadonlyMap<string, string> = new Map([
  ['B', 'box'],
  ['C', 'cls'],
  ['M', 'mask'],
  ['S', 'seg'],
]);
