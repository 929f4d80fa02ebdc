/** What is known of the end of a training. */
export interface KnownEnd {
  /** Null both: nobody saw it. */
  readonly code: number | null;
  readonly signal: string | null;
  /** Somebody had it stopped through Plateau, auto-stop and Slurm included. */
  readonly wasStopped: boolean;
  /** As its log alone tells. */
  readonly state: 'running' | 'ended' | 'failed' | 'diverged';
  /** Faults of the log, oldest first, and its last lines. */
  readonly faults: readonly string[];
  readonly lastWords: readonly string[];
}

/** Whether an end is worth another start, and what it was, as the end of a sentence: `a CUDA error: ...`. */
export interface Crash {
  readonly isWorthIt: boolean;
  readonly what: string;
  /** The same would come again before there is room on the disk. */
  readonly needsRoom: boolean;
}

/**
 * Tells a crash that passes, of a device, a node or a disk, from an end that would come again: a bug, a divergence, too
 * little memory. What is not known to pass is not worth it.
 */
export function crashOf(end: KnownEnd): Crash {
  const { code, signal, wasStopped, state, faults, lastWords } = end;
  if (state === 'diverged') return notWorth('it diverged');
  if (wasStopped) return notWorth('it was stopped');
  if (code === null && signal === null) return notWorth('nobody saw how it ended');
  if (code === 0 && state !== 'failed') return notWorth('it ended by itself');
  const texts = [...faults, ...lastWords].toReversed();
  for (const { form, what, isWorthIt, needsRoom = false } of kinds) {
    const text = texts.find((each) => form.test(each));
    if (text !== undefined) return { isWorthIt, what: `${what}: ${text.slice(0, maxText)}`, needsRoom };
  }
  if (signal !== null && passing.has(signal))
    return { isWorthIt: true, what: `it crashed with ${signal}`, needsRoom: false };
  if (signal !== null) return notWorth(`it was ended by ${signal}, which Plateau did not send`);
  const fault = faults.at(-1);
  return notWorth(
    fault === undefined
      ? `it failed with exit status ${code}`
      : `of an error that would come again: ${fault.slice(0, maxText)}`,
  );
}

function notWorth(what: string): Crash {
  return { isWorthIt: false, what, needsRoom: false };
}

interface Kind {
  readonly form: RegExp;
  readonly what: string;
  readonly isWorthIt: boolean;
  readonly needsRoom?: boolean;
}

/**
 * The first that one of the texts has counts. Source: the messages of the CUDA runtime (cudaGetErrorString), of
 * PyTorch's distributed package and NCCL, of the Linux kernel (errno(3)); a device-side assertion is a label out of
 * range, and too little memory of a GPU comes at the same step again.
 */
const kinds: readonly Kind[] = [
  {
    form: /no space left on device|ENOSPC|disk quota exceeded/i,
    what: 'the disk was full',
    isWorthIt: true,
    needsRoom: true,
  },
  {
    form: /CUDA out of memory|OutOfMemoryError|CUDA_ERROR_OUT_OF_MEMORY|out of memory/i,
    what: 'too little memory',
    isWorthIt: false,
  },
  { form: /device-side assert/i, what: 'an assertion on the GPU, which would come again', isWorthIt: false },
  {
    form: /NCCL (?:error|WARN)|ncclSystemError|ncclRemoteError|Watchdog caught collective operation timeout|Connection (?:reset by peer|closed by peer|refused)|rendezvous.*(?:timed out|timeout)|No route to host|Socket Timeout/i,
    what: 'a node or its connection was lost',
    isWorthIt: true,
  },
  {
    form: /CUDA error|CUDA driver error|cudaError|CUDA_ERROR_|CUDNN_STATUS_|CUBLAS_STATUS_|CUDA Error|GPU is lost|fallen off the bus|HIP error|hipError/i,
    what: 'a CUDA error',
    isWorthIt: true,
  },
  {
    form: /Stale file handle|Transport endpoint is not connected|Input\/output error/i,
    what: 'a file system was away',
    isWorthIt: true,
  },
];

/** Signals of a crash within the program. SIGKILL is the kernel's for want of memory, or a person's. */
const passing = new Set(['SIGSEGV', 'SIGBUS']);

const maxText = 200;
