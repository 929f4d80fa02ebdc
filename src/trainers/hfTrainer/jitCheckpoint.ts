/**
 * `enable_jit_checkpoint` of Hugging Face's TrainingArguments: on SIGTERM it saves a checkpoint, and then ends. Source:
 * transformers/trainer_jit_checkpoint.py.
 */

/** Whether a command turns it on, as HfArgumentParser reads it: alone or with a truth, never with `False`. */
export function asksForJitCheckpoint(command: readonly string[]): boolean {
  return command.some((word, at) => {
    const value = /^--enable[_-]jit[_-]checkpoint(?:=(.*))?$/.exec(word);
    if (value === null) return false;
    return !/^(?:false|f|no|n|0)$/i.test(value[1] ?? command[at + 1] ?? '');
  });
}

/** Whether a line of the log says that it is on. */
export function tellsJitCheckpoint(text: string): boolean {
  return /JIT checkpoint(?:ing enabled| signal handler registered for SIGTERM)/.test(text);
}
