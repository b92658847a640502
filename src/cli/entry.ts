#!/usr/bin/env node
// The installed command. It imports nothing statically, so that a Node too old to parse the rest can still say so.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `tocsin needs Node.js 22.18 or newer, and this is ${process.versions.node}: install a newer Node, or run it through npx in a checkout, which brings its own.\n`,
  );
  process.exitCode = 2;
} else {
  const { enableCompileCache } = await import('node:module');
  enableCompileCache();
  const { main } = await import('./main.ts');
  await main(process.argv.slice(2));
}

export {};
