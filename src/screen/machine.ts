/** What the machine of a training does at an instant. Null where it does not tell. */
export interface MachineReading {
  readonly gpus: readonly GpuReading[];
  /** Share of all cores that is busy, 0..1. */
  readonly processor: number | null;
  /** Bytes. */
  readonly memory: { readonly used: number; readonly total: number } | null;
  readonly disk: { readonly free: number; readonly total: number } | null;
}

export interface GpuReading {
  readonly name: string;
  /** 0..1. */
  readonly utilisation: number | null;
  /** Bytes. */
  readonly memory: { readonly used: number; readonly total: number } | null;
  /** Degrees Celsius. */
  readonly temperature: number | null;
  readonly watts: number | null;
}

/** Somebody who looks at the machine from time to time. The screen itself never does. */
export interface MachineWatch {
  /** Null until the first look. */
  readonly latest: () => MachineReading | null;
  /** Calls back after every look; returns the way to stop. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** The latest reading and how busy each GPU was before, oldest first. */
export interface MachineFacts {
  readonly reading: MachineReading;
  readonly busy: readonly (readonly number[])[];
}

/** Remembers the readings of a while. Shares are told in whole per cent, so that nothing is drawn again for a change that nobody sees. */
export function createMachineMemory(watch: MachineWatch | null): {
  readonly facts: () => MachineFacts | null;
  readonly close: () => void;
} {
  const busy: number[][] = [];
  const remember = () => {
    const gpus = watch?.latest()?.gpus ?? [];
    busy.length = gpus.length;
    for (const [index, { utilisation }] of gpus.entries()) {
      const line = (busy[index] ??= []);
      line.push(utilisation ?? Number.NaN);
      if (line.length > mostReadings) line.shift();
    }
  };
  remember();
  const stop = watch?.subscribe(remember);
  return {
    facts() {
      const reading = watch?.latest() ?? null;
      return reading === null ? null : { reading: rounded(reading), busy: busy.map((line) => line.slice()) };
    },
    close: () => stop?.(),
  };
}

function rounded(reading: MachineReading): MachineReading {
  const { processor } = reading;
  return { ...reading, processor: processor === null ? null : Math.round(processor * 100) / 100 };
}

/** As many as the widest pane has columns. */
const mostReadings = 120;
