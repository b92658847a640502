#!/usr/bin/env node
// The installed command. It imports nothing of ours statically, so that a Node too old to parse the rest can still run it:
// on the Node that the checkout brings, wherever it is called from (npx puts that on the path inside the checkout only).
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  const { existsSync } = await import('node:fs');
  const { fileURLToPath } = await import('node:url');
  const brought = fileURLToPath(new URL('../../node_modules/node/bin/node', import.meta.url));
  if (existsSync(brought)) {
    const { spawn } = await import('node:child_process');
    const child = spawn(brought, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
    // A terminal sends its Ctrl-C to both; forwarded as well it would come twice, which cuts an orderly end short.
    process.on('SIGINT', () => {});
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
    child.on('close', (status, signal) => {
      if (signal === null) process.exitCode = status ?? 70;
      else {
        process.removeAllListeners(signal);
        process.kill(process.pid, signal);
      }
    });
  } else {
    process.stderr.write(
      `tocsin needs Node.js 22.18 or newer, and this is ${process.versions.node}: install a newer Node, or run it from a checkout after npm ci, which brings its own.\n`,
    );
    process.exitCode = 2;
  }
} else {
  const { enableCompileCache } = await import('node:module');
  enableCompileCache();
  const { main } = await import('./main.ts');
  // Nothing is under way any more, and the system takes all memory back at once, where V8 would do so piece by piece.
  process.once('beforeExit', () => process.exit());
  await main(process.argv.slice(2));
}

export {};
