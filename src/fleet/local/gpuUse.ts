import { createGpuTool, type GpuTool } from '../../machine/gpuTool.ts';
import type { Gpu } from '../../machine/machineSample.ts';
import { markedRun } from '../../processes/proc/escaped.ts';
import type { MemberGpu } from '../member.ts';

/** Which GPUs the runs of this machine compute on. */
export interface GpuUse {
  /** By the id of the run. */
  readonly uses: () => ReadonlyMap<string, MemberGpu>;
  /** Asks the tool of the cards' maker. Resolves with the runs of which something else is known then; never rejects. */
  readonly ask: () => Promise<readonly string[]>;
}

/** `runOf`: the run that a process belongs to; null for none. */
export function createGpuUse(tool: GpuTool = createGpuTool(), runOf = markedRun): GpuUse {
  let uses: ReadonlyMap<string, MemberGpu> = new Map();
  return {
    uses: () => uses,
    async ask() {
      const { gpus } = await tool(new Set()).catch(() => ({ gpus: [] }));
      const before = uses;
      uses = usesOf(gpus, runOf, before);
      const runs = new Set([...before.keys(), ...uses.keys()]);
      return [...runs].filter((run) => before.get(run) !== uses.get(run));
    },
  };
}

/** Where nothing has changed much, what was known before stays: nobody looks at the last percent. */
function usesOf(
  gpus: readonly Gpu[],
  runOf: (pid: number) => string | null,
  before: ReadonlyMap<string, MemberGpu>,
): ReadonlyMap<string, MemberGpu> {
  const pairs = gpus.flatMap((gpu) => {
    const runs = new Set(gpu.processes.map(({ pid }) => runOf(pid)).filter((run) => run !== null));
    return [...runs].map((run) => ({ run, gpu }));
  });
  return new Map(
    [...Map.groupBy(pairs, ({ run }) => run)].map(([run, used]) => {
      const now = useOf(used.map(({ gpu }) => gpu));
      const old = before.get(run);
      return [run, old !== undefined && isAlike(old, now) ? old : now];
    }),
  );
}

function useOf(gpus: readonly Gpu[]): MemberGpu {
  const known = gpus.map(({ utilisation }) => utilisation).filter((share) => share !== null);
  return {
    count: gpus.length,
    utilisation: known.length === 0 ? null : known.reduce((sum, share) => sum + share, 0) / known.length,
    memoryUsed: sumOf(gpus.map(({ memoryUsed }) => memoryUsed)),
    memoryTotal: sumOf(gpus.map(({ memoryTotal }) => memoryTotal)),
  };
}

function sumOf(sizes: readonly (number | null)[]): number | null {
  return sizes.reduce((sum, size) => (sum === null || size === null ? null : sum + size), 0);
}

function isAlike(one: MemberGpu, other: MemberGpu): boolean {
  return (
    one.count === other.count &&
    one.memoryTotal === other.memoryTotal &&
    isNear(one.utilisation, other.utilisation, 0.05) &&
    isNear(one.memoryUsed, other.memoryUsed, (one.memoryTotal ?? 0) * 0.02)
  );
}

function isNear(one: number | null, other: number | null, within: number): boolean {
  return one === null || other === null ? one === other : Math.abs(one - other) <= within;
}
