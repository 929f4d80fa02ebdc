#!/usr/bin/env node
// Written for any Node, so that an old one says what it lacks instead of failing on syntax it does not know.
const needed = 24;
const major = Number(process.versions.node.split('.')[0]);
if (major < needed) {
  process.stderr.write(
    `plateau needs Node ${needed} or newer, and this is Node ${process.versions.node}: install it, or use the one that \`npm ci\` brings (npm start -- ...).\n`,
  );
  process.exitCode = 2;
} else {
  // Compiling the bundle is a third of the time to the first frame: Node keeps what it compiled.
  import('node:module')
    .then(({ enableCompileCache }) => enableCompileCache())
    .then(() => import('../dist/plateau.js'))
    .catch((error) => {
      process.stderr.write(`plateau could not start: ${error.message}\n`);
      process.exitCode = 1;
    });
}
