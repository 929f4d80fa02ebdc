import type { Rule } from '../rule.ts';
import { sourceFiles, type Tree } from '../tree.ts';

/** Two folders of which the first may not import the second. */
interface Wall {
  readonly from: string;
  readonly to: string;
  /** The way through, where there is one. */
  readonly door?: { readonly from: string; readonly to: string };
}

/** The walls that the order of the rooms does not make, or makes only by chance. */
export const walls: readonly Rule[] = [
  rule('report-and-ui', 'Print and screen are two products: what both need belongs to words/ or charts/.', [
    { from: 'src/report/', to: 'src/ui/' },
    { from: 'src/ui/', to: 'src/report/' },
  ]),
  rule('nobody-imports-cli', 'A command is where it all begins: what others need of it belongs to app/ or below.', [
    { from: 'src/', to: 'src/cli/' },
  ]),
  rule(
    'ui-layers',
    'State and keys are data that know nothing of how they are drawn, and views nothing of a terminal.',
    [
      { from: 'src/ui/state/', to: 'src/ui/view/' },
      { from: 'src/ui/state/', to: 'src/ui/terminal/' },
      { from: 'src/ui/view/', to: 'src/ui/terminal/' },
    ],
  ),
  rule(
    'demo-is-a-program',
    'The demo is a program of its own: the command line knows its scenarios, and nobody more.',
    [{ from: 'src/', to: 'src/demo/', door: { from: 'src/cli/', to: 'src/demo/scenarios.ts' } }],
  ),
];

function rule(name: string, reason: string, built: readonly Wall[]): Rule {
  return { name, reason, violations: (tree) => built.flatMap((wall) => crossings(tree, wall)) };
}

function crossings(tree: Tree, { from, to, door }: Wall): string[] {
  return sourceFiles(tree)
    .filter(({ path }) => path.startsWith(from) && !path.startsWith(to))
    .flatMap(({ path, imports }) =>
      imports
        .map((each) => each.from)
        .filter((target) => target.startsWith(to))
        .filter((target) => door === undefined || !path.startsWith(door.from) || target !== door.to)
        .map((target) => `${path} imports ${target}`),
    );
}
