import process from 'node:process';

/**
 * What works where: every question about the operating system is answered here. Linux has everything, and so has the
 * Linux of Windows (WSL). What only reads works on macOS too; what owns a training needs /proc and setsid(1).
 */
const ownTrainings: ReadonlySet<string> = new Set(['run', 'demo', 'attach', 'stop', 'pause', 'resume']);

/** Why a command cannot work on this operating system, and what to do instead, in a sentence; null where it can. */
export function whyNotHere(command: string | null, platform: NodeJS.Platform = process.platform): string | null {
  if (platform === 'linux') return null;
  if (platform === 'win32') {
    return 'Plateau runs on Linux, and on Windows only within WSL: install it there (`wsl --install`), and start it from its shell.';
  }
  if (command === null || !ownTrainings.has(command)) return null;
  const system = platform === 'darwin' ? 'macOS' : platform;
  return `\`plateau ${command}\` needs Linux: it tells the processes of a training by /proc, which ${system} does not have. Start the training with Plateau on the Linux machine, and look at it from here with \`plateau watch --ssh HOST FILE\`.`;
}
