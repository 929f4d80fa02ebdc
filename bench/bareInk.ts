import process from 'node:process';
import { build } from 'esbuild';

/**
 * Writes the smallest Ink program there is, bundled as Plateau is: so that the programs are compared, and not their
 * packing.
 */
export async function writeBareInk(path: string): Promise<void> {
  await build({
    stdin: {
      contents: `import { render, Text } from 'ink'; import { createElement } from 'react';
        render(createElement(Text, null, 'Hello, world'), { alternateScreen: true, interactive: true }); setTimeout(() => {}, 1e6);`,
      resolveDir: process.cwd(),
    },
    outfile: path,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
    alias: { 'react-devtools-core': './tools/noDevtools.ts' },
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
}
