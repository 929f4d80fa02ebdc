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
  import('../dist/start.js').catch((error) => {
    process.stderr.write(`plateau could not start: ${error.message}\n`);
    process.exitCode = 1;
  });
}
