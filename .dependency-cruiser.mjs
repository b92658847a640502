// The rooms of src/, lowest first: a room may import itself and any room before it, and enters another
// room only through its index.ts. README.md, "The rooms of the house", says what each is for.
const rooms = [
  'base',
  'schema',
  'spec',
  'diff',
  'rules',
  'second-opinion',
  'report',
  'compare',
  'history',
  'catalog',
  'evidence',
  'plan',
  'ladder',
  'roster',
  'announce',
  'verify',
  'channels',
  'store',
  'bot',
];
const faces = ['web', 'slack', 'cli'];
const pure = ['base', 'schema', 'diff', 'rules', 'report', 'plan', 'ladder', 'announce', 'roster'];

const above = (room) => [...rooms.slice(rooms.indexOf(room) + 1), ...faces].join('|');

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...rooms.map((room) => ({
      name: `${room}-imports-only-lower-rooms`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: `^src/(${above(room)})/` },
    })),
    {
      name: 'faces-do-not-import-each-other',
      comment: 'The command line starts the server, so cli may import the doors of web and slack; nothing else.',
      severity: 'error',
      from: { path: '^src/(web|slack)/' },
      to: { path: '^src/(web|slack|cli)/', pathNot: '^src/$1/' },
    },
    {
      name: 'rooms-are-entered-by-their-door',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/[^/]+/.+', pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'] },
    },
    {
      name: 'pure-rooms-touch-nothing',
      comment: 'A digest is as pure as an addition, and createRequire only loads a library when it is first needed.',
      severity: 'error',
      from: { path: `^src/(${pure.join('|')})/` },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|module)$' },
    },
    { name: 'src-does-not-import-tests', severity: 'error', from: { path: '^src/' }, to: { path: '^(test|bench)/' } },
    {
      name: 'no-dev-dependencies-in-src',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    parser: 'swc', // TypeScript 7 has no API for dependency-cruiser to call
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
