// Whoever imports one of Node's own modules by name gets a module that lists all it exports, for which Node reads every one of
// them, and so loads what only a few programs use: for `node:util` and `node:crypto` that takes a tenth of a small
// comparison. Node hands the same objects out as they are.

/** The same program, in which what is imported by name from Node's modules is taken from them as they are. */
export function withBareBuiltins(code: string): string {
  return code.replaceAll(/^import \{([^}]*)\} from ["'](node:[\w/]+)["'];$/gm, (_, names: string, module: string) => {
    return `const {${names.replaceAll(' as ', ': ')}} = process.getBuiltinModule("${module}");`;
  });
}
