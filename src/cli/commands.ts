import { completion, config, doctor, install, trainers, upgrade } from './table/about.ts';
import type { CommandHelp } from './table/flag.ts';
import { hosts, serve } from './table/fleet.ts';
import { continueCommand, finish } from './table/continuing.ts';
import { edit, rebuild, runs } from './table/listing.ts';
import { check, plan } from './table/preparing.ts';
import { advise, compare, inspect, replay } from './table/reading.ts';
import { queue } from './table/queueing.ts';
import { report } from './table/keeping.ts';
import { demo, run } from './table/starting.ts';
import { pause, resume, stop } from './table/stopping.ts';
import { attach, status, watch } from './table/watching.ts';

/** A command: what is told of it, and its code, which is loaded only when it is called. */
export interface CliCommand extends CommandHelp {
  /** Takes the arguments after the command's name and returns the exit status. Throws a usage error for wrong ones. */
  readonly load: () => Promise<(args: readonly string[]) => Promise<number>>;
}

export const commands: readonly CliCommand[] = [
  { ...run, load: async () => (await import('./run.ts')).run },
  { ...attach, load: async () => (await import('./attach.ts')).attach },
  { ...watch, load: async () => (await import('./watch.ts')).watch },
  { ...inspect, load: async () => (await import('./inspect.ts')).inspect },
  { ...runs, load: async () => (await import('./runs.ts')).runs },
  { ...edit, load: async () => (await import('./edit.ts')).edit },
  { ...compare, load: async () => (await import('./compare.ts')).compare },
  { ...report, load: async () => (await import('./report.ts')).report },
  { ...status, load: async () => (await import('./status.ts')).status },
  { ...rebuild, load: async () => (await import('./rebuild.ts')).rebuild },
  { ...queue, load: async () => (await import('./queue.ts')).queue },
  { ...stop, load: async () => (await import('./stop.ts')).stop },
  { ...advise, load: async () => (await import('./advise.ts')).advise },
  { ...replay, load: async () => (await import('./replay.ts')).replay },
  { ...pause, load: async () => (await import('./pause.ts')).pause },
  { ...resume, load: async () => (await import('./resume.ts')).resume },
  { ...finish, load: async () => (await import('./finish.ts')).finish },
  { ...continueCommand, load: async () => (await import('./continue.ts')).continueRun },
  { ...trainers, load: async () => (await import('./trainers.ts')).trainers },
  { ...check, load: async () => (await import('./check.ts')).check },
  { ...plan, load: async () => (await import('./plan.ts')).plan },
  { ...hosts, load: async () => (await import('./hosts.ts')).hosts },
  { ...serve, load: async () => (await import('./serve.ts')).serve },
  { ...install, load: async () => (await import('./install.ts')).install },
  { ...upgrade, load: async () => (await import('./install.ts')).upgrade },
  { ...config, load: async () => (await import('./config.ts')).config },
  { ...doctor, load: async () => (await import('./doctor.ts')).doctor },
  { ...demo, load: async () => (await import('./demo.ts')).demo },
  {
    ...completion,
    load: async () => {
      const code = await import('./completion.ts');
      return (args) => code.completion(args, commands);
    },
  },
];
