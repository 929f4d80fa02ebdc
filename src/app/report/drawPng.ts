import { execa } from 'execa';

/**
 * Draws an SVG as PNG, twice its size, with a program of this machine that does that. Throws a sentence where there is
 * none, or it fails.
 */
export async function drawPng(svg: string): Promise<Uint8Array> {
  for (const { program, args } of drawers) {
    const drawn = await execa(program, args, { input: svg, encoding: 'buffer', reject: false });
    if (drawn.code === 'ENOENT') continue;
    if (drawn.failed || drawn.stdout.length === 0)
      throw new Error(`${program} could not draw it: ${drawn.shortMessage}.`);
    return drawn.stdout;
  }
  const names = drawers.map(({ program }) => program).join(' or ');
  throw new Error(`A PNG needs ${names}, and neither is on PATH: install one (Debian: librsvg2-bin), or use --svg.`);
}

/** Both read SVG from standard input and write PNG to standard output. */
const drawers = [
  { program: 'rsvg-convert', args: ['--zoom', '2', '--format', 'png'] },
  { program: 'inkscape', args: ['--pipe', '--export-type=png', '--export-filename=-', '--export-dpi=192'] },
] as const;
