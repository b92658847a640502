// For programs that import the package: what an older Node lacks is missed in the midst of a comparison otherwise. It
// imports nothing, so that it is what runs first.

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  throw Object.assign(new Error(`tocsin needs Node.js 22.18 or newer, and this is ${process.versions.node}.`), {
    code: 'usage',
    hint: 'Run the program on a newer Node. The command `tocsin` brings its own, and `tocsin diff --json` prints the same.',
  });
}

export {};
