// Faults put into copies of the comparison on purpose, to see whether its bounded tests or the document soak catch them:
// `npm run soak:documents -- --faults`.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Fault, fault, seedFaults } from '../support/seed-faults.ts';

export const comparisonFaults: readonly Fault[] = [
  // How the walk pairs things.
  fault(
    'a webhook and a callback taken for calls of the client',
    'diff/walk.ts',
    "calledBy === 'client' ? ['request', 'response'] : ['response', 'request']",
    "calledBy !== undefined ? ['request', 'response'] : ['response', 'request']",
  ),
  fault(
    'callbacks not walked',
    'diff/walk.ts',
    'for (const each of matchCallbacks(from.callbacks, to.callbacks)) {',
    'for (const each of matchCallbacks([], [])) {',
  ),
  fault(
    'an added callback overlooked',
    'diff/match-operations.ts',
    'return [...pairs, ...[...added].map((entry) => ({ before: null, after: entry }))];',
    'return pairs;',
  ),
  fault(
    'what is only in the revision overlooked',
    'diff/walk.ts',
    'for (const [key, value] of after) if (!before.has(key)) pairs.push([key, { before: null, after: value }]);\n  return pairs;\n}\n\n/** The statuses',
    'return pairs;\n}\n\n/** The statuses',
  ),
  fault(
    'a status that only `default` covers left alone',
    'diff/walk.ts',
    'const before = pair.before ?? covering;',
    'const before = pair.before;',
  ),
  fault('a range of statuses forgotten', 'diff/walk.ts', 'if (range !== undefined) return range;', ''),
  fault(
    'the form of errors taken for what another success is like',
    'diff/walk.ts',
    "status === 'default' || isErrorsForm ? null",
    "status === 'default' ? null",
  ),
  fault(
    'media types matched by their spelling',
    'diff/match-media-types.ts',
    'near.has(other) && relatedMediaTypes(key, other) !== null',
    'near.has(other) && key === other',
  ),
  fault(
    'a prefix that moves into the paths not followed',
    'diff/match-operations.ts',
    'return pairsOf(counterparts(whole) > counterparts(written) ? whole : written);',
    'return pairsOf(written);',
  ),
  fault(
    'a document-wide security change overlooked',
    'diff/walk.ts',
    "const inherited = ['security', 'servers',",
    "const inherited = ['servers',",
  ),
  fault(
    'a response header compared as a value of its own',
    'diff/walk.ts',
    "const here = at({ ...context, text: true, alwaysThere: required, place }, 'header', name);",
    "const here = at({ ...context, text: false, alwaysThere: required, place }, 'header', name);",
  ),
  fault(
    'a parameter compared as JSON',
    'diff/walk.ts',
    'const here = at({ ...context, text: true, alwaysThere: required, place }, location, name);',
    'const here = at({ ...context, text: false, alwaysThere: required, place }, location, name);',
  ),
  fault(
    'paths matched by the names of their parameters',
    'spec/path-template.ts',
    "return plain.includes('{') ? plain.replace(/\\{[^{}]*\\}/g, '{}') : plain;",
    'return plain;',
  ),
  // What counts as the same.
  fault(
    'an enum read as documentation',
    'diff/match-order.ts',
    "  'examples',\n  'externalDocs',",
    "  'examples',\n  'enum',\n  'externalDocs',",
  ),
  fault(
    'a property called description overlooked',
    'diff/same-meaning.ts',
    'const inner = named ? this.#readingOf(key) : memberMode(mode, key);',
    'const inner = this.#readingOf(key);',
  ),
  fault(
    'keywords that the revision adds overlooked',
    'diff/same-meaning.ts',
    'if (!unmatched && surplus === 0) return true;',
    'if (surplus <= 0) return true;',
  ),
  fault(
    'an alternative that holds a broken reference taken for another',
    'diff/match-branches.ts',
    'if (removed.size > 0 && added.size > 0) takeAllWithSame(writtenText);',
    '',
  ),
  fault(
    'where the references of a shared part lead overlooked',
    'diff/same-meaning.ts',
    "return mode === 'data' || this.#leadsAlike(leftDocument, rightDocument, left, mode, edges);",
    'return true;',
  ),
  fault(
    'what stands beside a $ref overlooked',
    'diff/same-meaning.ts',
    'const own = before[key];',
    "if (typeof before.$ref === 'string' && key !== '$ref') continue;\n      const own = before[key];",
  ),
  fault(
    'nullable read alike in 3.0 and 3.1',
    'diff/same-meaning.ts',
    'if (named && !this.#sameDialect && dialectBound.has(key)) return false;',
    '',
  ),
  fault(
    'a difference behind a cycle of references lost',
    'diff/same-meaning.ts',
    "for (const user of pair.users) if (user.state === 'open') differing.push(user);",
    '',
  ),
  fault(
    'only the length of a list compared',
    'diff/same-meaning.ts',
    'for (let index = 0; index < left.length; index += 1) {',
    'for (let index = 1; index < left.length; index += 1) {',
  ),
  // How two schemas are taken apart.
  fault(
    'a change in being required overlooked',
    'diff/schema-pairs.ts',
    'if (!schemasSame || left.required !== right.required)',
    'if (!schemasSame)',
  ),
  fault(
    'a property below not walked',
    'diff/schema-pairs.ts',
    "          connect({ kind: 'property', name }, left.schema, right.schema, { unsent: isUnsent(carriage, left, right) });",
    '          void isUnsent(carriage, left, right);',
  ),
  fault(
    'readOnly ignored below its property',
    'diff/schema-pairs.ts',
    "if (direction === 'request') return before.readOnly;",
    "if (direction === 'request') return false;",
  ),
  fault(
    'writeOnly of the wrong release',
    'diff/schema-pairs.ts',
    "return direction === 'response' && after.writeOnly;",
    "return direction === 'response' && before.writeOnly;",
  ),
  fault(
    'a schema that became one branch of several taken for another',
    'diff/schema-pairs.ts',
    'const wrap = this.#wrap(before, after);',
    'const wrap = this.#wrap(before, after) && null;',
  ),
  fault(
    'the parts of a tuple not walked',
    'diff/schema-pairs.ts',
    "if (right !== undefined) yield { step: { kind: 'prefixItem', index }, left, right };",
    '',
  ),
  fault(
    'patternProperties not walked',
    'diff/schema-pairs.ts',
    "if (right !== undefined) yield { step: { kind: 'patternProperty', pattern }, left, right };",
    '',
  ),
  fault(
    'branches matched by their order',
    'diff/match-branches.ts',
    'const equal = rights.find((each) => added.has(each) && same(left.schema, each.schema));',
    'const equal = rights.find((each) => added.has(each) && each.index === left.index);',
  ),
  fault('branches not told apart by their tag', 'diff/match-branches.ts', '  takeAllWithSame(tagValue);\n', ''),
  fault(
    'a schema judged once whoever sends it',
    'diff/schema-pairs.ts',
    'let pair = this.#pairs.get(key);',
    "let pair = this.#pairs.get(key) ?? this.#pairs.get(key.replace(/^(request|response)/, (own) => (own === 'request' ? 'response' : 'request')));",
  ),
  // How allOf is merged.
  fault(
    'the same property in two parts of an allOf read from the first alone',
    'spec/schema-node.ts',
    'else known.push(spot);\n      }\n    }\n    const required',
    'else known.push();\n      }\n    }\n    const required',
  ),
  fault(
    'the loosest bound of an allOf taken for the tightest',
    'spec/schema-node.ts',
    'else if (lowerBounds.has(name)) tightest = Math.max(tightest, value);',
    'else if (lowerBounds.has(name)) tightest = Math.min(tightest, value);',
  ),
  fault(
    'what the parts of an allOf list added up',
    'spec/schema-node.ts',
    'values = values === null ? value : values.filter((each) => texts.has(canonicalText(each)));',
    'values = values === null ? value : [...values, ...value];',
  ),
  fault(
    'required names ignored',
    'spec/schema-node.ts',
    "if (Array.isArray(value)) for (const name of value) if (typeof name === 'string') names.add(name);",
    '',
  ),
  // How findings are judged.
  fault(
    'the direction of a severity swapped',
    'rules/rule.ts',
    "return context.direction === 'response' ? severity.response : severity.request;",
    "return context.direction === 'response' ? severity.request : severity.response;",
  ),
  fault(
    'what a client never sends held against it',
    'rules/find-differences.ts',
    "if (direction === 'request') return (before ?? after).schema.readOnly;",
    "if (direction === 'request') return false;",
  ),
  fault(
    'the verdict risky where it breaks',
    'rules/compare-specs.ts',
    "if (summary.breaking > 0) return 'breaking';",
    "if (summary.breaking > 1) return 'breaking';",
  ),
  fault(
    'what could not be read passed off as fine',
    'rules/compare-specs.ts',
    "if (problems.some(({ hides }) => hides)) return 'unknown';",
    '',
  ),
  fault(
    'causes grouped by rule alone',
    'rules/draft-finding.ts',
    'causeKey: canonicalText([rule.id, ...cause, identifying])',
    'causeKey: canonicalText([rule.id])',
  ),
  fault(
    'each place a cause of its own',
    'rules/draft-finding.ts',
    'causeKey: canonicalText([rule.id, ...cause, identifying])',
    'causeKey: canonicalText([rule.id, ...cause, identifying, fingerprint])',
  ),
  fault(
    "a fingerprint that depends on a path parameter's name",
    'rules/draft-finding.ts',
    'return [kind, method, normaliseTarget(path), name,',
    'return [kind, method, path, name,',
  ),
  fault(
    'the mildest of two twins kept',
    'rules/group-findings.ts',
    'severityRank[draft.finding.severity] < severityRank[twin.finding.severity]',
    'severityRank[draft.finding.severity] > severityRank[twin.finding.severity]',
  ),
  fault(
    'what a value proves left risky',
    'rules/draft-finding.ts',
    "const shown = witness !== null && ruleSeverity === 'risky' ? 'breaking' : ruleSeverity;",
    'const shown = ruleSeverity;',
  ),
  fault(
    'an exempted finding counted',
    'rules/compare-specs.ts',
    'const counted = findings.filter(({ exemption }) => exemption === null);',
    'const counted = findings;',
  ),
  fault(
    'an exemption without an end',
    'rules/exemptions.ts',
    'return until !== null && until < asOf;',
    'return until === asOf;',
  ),
  fault(
    'an exemption that covers worse than was accepted',
    'rules/exemptions.ts',
    'severityRank[found] >= severityRank[severity]',
    'severityRank[found] <= severityRank[severity]',
  ),
  fault('the first setting decides', 'rules/severity-settings.ts', '    .reverse();', ';'),
  fault(
    'a sunset kept that was not',
    'rules/lifecycle.ts',
    'kept: removed && sunset !== null ? sunset <= asOf : null',
    'kept: removed && sunset !== null ? true : null',
  ),
  fault(
    'semver that asks for too little',
    'rules/semver.ts',
    "if (summary.breaking > 0 || verdict === 'unknown') return 'major';",
    "if (verdict === 'unknown') return 'major';",
  ),
  fault(
    'blind spots of lists overlooked',
    'rules/blind-parts.ts',
    "if (items === null || items.unconstrained) return 'It is a list of anything.';",
    "if (items === null) return 'It is a list of anything.';",
  ),
  // What is withdrawn, and what is shown.
  fault(
    'an alarm withdrawn where it is not proven',
    'rules/judge-difference.ts',
    "return this.#prover.root(root).answer === 'yes';",
    "return this.#prover.root(root).answer !== 'no';",
  ),
  fault(
    'no alarm ever withdrawn',
    'rules/judge-difference.ts',
    "return this.#prover.root(root).answer === 'yes';",
    'return root === null;',
  ),
  fault(
    'an alarm of presence withdrawn',
    'rules/judge-difference.ts',
    "if (rule.about === 'values') {",
    "if (rule.about === 'presence' && this.#isAccepted(schemas.root)) return 'withdrawn';\n    if (rule.about === 'values') {",
  ),
  fault(
    'what no rule reads passed over',
    'rules/find-narrowed.ts',
    'for (const each of unspoken) suspect(each, false);',
    '',
  ),
  fault('changes that only break together passed over', 'rules/find-narrowed.ts', '!interplays.from(root) && ', ''),
  fault(
    'what is refused behind a withdrawn alarm passed over',
    'rules/find-narrowed.ts',
    'for (const { schemas } of withdrawn) {',
    'for (const { schemas } of [] as typeof withdrawn) {',
  ),
  fault(
    'an unknown format believed',
    'rules/judge-difference.ts',
    "if (keyword !== 'format' && facts.amongTexts !== true) return null;",
    'return null;',
  ),
  fault(
    'the sides of a request exchanged',
    'rules/sides.ts',
    'this.sent(sending, senderOf(pair));',
    'this.sent(acceptingSide(pair), senderOf(pair));',
  ),
  fault(
    'the sender taken for the receiver',
    'rules/sides.ts',
    "return this.#project(node, sender, 'sender');",
    "return this.#project(node, sender, 'receiver');",
  ),
  fault(
    'a refusal of JSON taken for one of text',
    'rules/texts.ts',
    'if (!acceptsAsText(outer, witness, root.carriage)) return held;',
    'return held;',
  ),
  fault(
    'one value whose text is accepted taken for all',
    'rules/texts.ts',
    'saved.push(witness);',
    "return { answer: 'yes' };",
  ),
  fault(
    'a null written into a query',
    'rules/texts.ts',
    'if (sent === inner && isFormless(witness)) {',
    'if (sent !== inner && isFormless(witness)) {',
  ),
  fault(
    'one value of a list read as such only where its name is repeated',
    'diff/walk.ts',
    "return ['form', 'simple', 'spaceDelimited', 'pipeDelimited', 'tabDelimited'].includes(style) ? '' : null;",
    "return style === 'form' ? '' : null;",
  ),
  fault(
    'a field of a form never read as a list of one',
    'rules/text-readings.ts',
    '...turned.map(([name, field]) => ({ ...value, [name]: field })),',
    '',
  ),
  fault(
    'the items after a tuple looked for in its place',
    'rules/aim.ts',
    'return Number(name) >= (step.from ?? 0);',
    "return name === '0';",
  ),
  fault(
    'a described name taken for a further one',
    'diff/schema-pairs.ts',
    'return isAnyOther ? step : { ...step, beside: { names, patterns } };',
    'return step;',
  ),
  fault(
    'an example of another change shown',
    'rules/search-example.ts',
    'this.#shows(each.value) &&',
    'each !== null ||',
  ),
  fault('an example routed elsewhere', 'rules/write-example.ts', "if (!word.includes('{')) words.add(word);", ''),
  fault(
    'a required parameter left out of the example',
    'rules/write-example.ts',
    'parameters.set(parameter.key, sample.value);',
    "if (parameter.in === 'path') parameters.set(parameter.key, sample.value);",
  ),
  fault(
    'a required body left out of the example',
    'rules/write-example.ts',
    "if (place.where !== 'body' && requestBody?.required) {",
    "if (place.where === 'body' && requestBody?.required) {",
  ),
  fault(
    'the example made of what the other release asks for',
    'rules/write-example.ts',
    'isOfServer ? { caller: newer, called: older } : { caller: older, called: newer };',
    'isOfServer ? { caller: older, called: newer } : { caller: newer, called: older };',
  ),
  fault(
    'a list written without its separator',
    'rules/http-example.ts',
    "pipeDelimited: '|', tabDelimited: '%09' }[style] ?? ',';",
    "tabDelimited: '%09' }[style] ?? ',';",
  ),
  fault(
    'a segment of a path not encoded',
    'rules/http-example.ts',
    'const encode = (each: Json) => encodeURIComponent(scalarText(each));\n  const first',
    'const encode = (each: Json) => scalarText(each);\n  const first',
  ),
  // What is shared, and judged piece by piece.
  fault(
    'what a definition met not counted as evaluated',
    'schema/one-by-one.ts',
    'if (!isCounted) return [handOn, name];',
    'if (isCounted || !isCounted) return [handOn, name];',
  ),
  fault(
    'what a reference leads to left open',
    'schema/project.ts',
    'make: () => rewrite(target, reading,',
    "make: () => rewrite(target, 'stands',",
  ),
  fault(
    'wide objects checked in one piece',
    'schema/make-ajv.ts',
    "return parts.length > mostSideBySide && parts.some((part) => typeof part === 'object');",
    'return parts.length < 0;',
  ),
  fault(
    'automata that take every long text',
    'schema/pattern-test.ts',
    'return accepting[state]!;',
    'return accepting.some((each) => each);',
  ),
  fault(
    'patterns that take long counted as nothing',
    'schema/scalar-search.ts',
    'step(error.moves / movesPerStep);',
    '',
  ),
  // Where a body reaches its schemas, and how often.
  fault(
    'a circle that swallows what it only leads to',
    'rules/circles.ts',
    'else if (there.isOpen) own.low = Math.min(own.low, there.number);',
    'else own.low = Math.min(own.low, there.number);',
  ),
  fault(
    'each schema shown in one place of a body',
    'rules/nearest-places.ts',
    'else if (count >= most)',
    'else if (count >= 1)',
  ),
  fault(
    'the ways through a thicket counted to their end',
    'rules/nearest-places.ts',
    '? 1 : placesPerBody',
    '? placesPerBody : placesPerBody',
  ),
  fault('places left out without a word', 'rules/nearest-places.ts', "onCut('places', node);", 'void 0;'),
  // Null, and text.
  fault(
    'alternatives that say nothing of null taken to refuse it',
    'spec/schema-node.ts',
    'return node.letsNullThrough || !hasAlternatives(node);',
    'return node.letsNullThrough;',
  ),
  fault(
    'an "or null" beside alternatives passed over',
    'spec/schema-node.ts',
    'return node.letsNullThrough || !hasAlternatives(node);',
    'return !hasAlternatives(node);',
  ),
  fault(
    'a null that is one form too many passed over',
    'rules/find-differences.ts',
    'return hasNullAsForm(before) !== hasNullAsForm(after);',
    'return false;',
  ),
  fault(
    'a list joined into one text never read as that text',
    'rules/text-readings.ts',
    "return repeats ? [value] : [value, value.map((each: Json) => writtenAs(each)).join(',')];",
    'return repeats ? [value] : [value];',
  ),
  fault(
    'a list whose name is repeated read as one text',
    'rules/text-readings.ts',
    "return repeats ? [value] : [value, value.map((each: Json) => writtenAs(each)).join(',')];",
    "return [value, value.map((each: Json) => writtenAs(each)).join(',')];",
  ),
  // The ids of the other tool.
  fault(
    'what is written in a call and in an answer judged once',
    'rules/literal-peers.ts',
    'const key = canonicalText([before.key, after.key, carriage, isResponse]);',
    'const key = canonicalText([before.key, after.key]);',
  ),
  fault(
    'ids lost where a finding puts their facts otherwise',
    'rules/literal-peers.ts',
    'if (same.length > 0) return facts === null ? same : same.slice(0, 1);',
    'if (same.length > 0) return [];',
  ),
  // A few rules, for the examples that stand beside each.
  fault(
    'any one of several schemes enough',
    'rules/catalogue/operations/security-rules.ts',
    'return asked.schemes.every((need) =>',
    'return asked.schemes.some((need) =>',
  ),
  fault(
    'scopes not looked at',
    'rules/catalogue/operations/security-rules.ts',
    'return need.scopes.every((scope) => have.scopes.includes(scope));',
    'return true;',
  ),
  // What is written in another way and says the same.
  fault(
    'a file of a form compared by its words',
    'diff/form-parts.ts',
    'return schemas.every(saysAnyBytes) || areListsOfFiles(schemas);',
    'return schemas.length === 0;',
  ),
  fault(
    'an image taken for any file',
    'diff/form-parts.ts',
    "return mediaType === 'application/octet-stream' && saysOnlyBytes(schema);",
    'return mediaType !== null && saysOnlyBytes(schema);',
  ),
  fault(
    'a schema in other words not told of',
    'rules/find-differences.ts',
    'else if (isRewritten(root)) rewritten.push({ root, rootContext });',
    '',
  ),
  fault(
    'the words of another version taken for the choice of an author',
    'rules/find-differences.ts',
    'root.before.reader.dialect === root.after.reader.dialect ? !sayTheSameOfValues(root) : isComposed.from(root);',
    'root !== null;',
  ),
  fault(
    'what is only written in another way taken for a difference',
    'rules/compare-specs.ts',
    'judge(summary, findings.length + unfounded.length + silenced.length, unique)',
    'judge(summary, findings.length + refactors.length + silenced.length, unique)',
  ),
  fault(
    'examples that hang on the order of the keys',
    'schema/compile-schema.ts',
    'Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1))',
    'Object.entries(value)',
  ),
  fault(
    'headers of a part overlooked where none were said before',
    'diff/walk.ts',
    'const has = encodings.after?.headers ?? new Map();',
    'const has = encodings.before === null ? new Map() : (encodings.after?.headers ?? new Map());',
  ),
  fault(
    'servers judged that no operation has',
    'rules/catalogue/operations/server-rules.ts',
    '[base, revision].every(isUsed) ? pair : null',
    '[base, revision].length > 0 ? pair : null',
  ),
  fault(
    'a form under another value taken for one more',
    'rules/catalogue/messages/discriminator-rules.ts',
    "insteadOf === undefined || implicit || byLetter ? 'risky' : 'breaking'",
    "insteadOf === undefined || implicit || byLetter ? 'risky' : 'risky'",
  ),
  fault(
    'positions told of that say what the items said',
    'rules/catalogue/schemas/array-rules.ts',
    'every(saysSame)) return null',
    'every(() => false)) return null',
  ),
];

/** Seeds each fault in turn and says which were caught; true if all were. */
export function seedComparisonFaults(print: (line: string) => void, { only = '', from = '' } = {}): boolean {
  const first = comparisonFaults.findIndex(({ says }) => says.includes(from));
  return seedFaults({
    faults: comparisonFaults.filter(({ says }, index) => index >= first && says.includes(only)),
    folders: [
      'src',
      'examples',
      'test/rules',
      'test/schema',
      'test/diff',
      'test/compare/shared-parts.test.ts',
      'test/support',
      'vitest.config.ts',
      'package.json',
    ],
    room: 'src',
    judge,
    print,
  });
}

/** The quickest first; the others of the room write documentation and look at more than the copy holds. */
const bounded = [
  [
    'hold-to-values',
    'lists-of-one',
    'reach',
    'nearest-places',
    'literal-peers',
    'direction',
    'settings',
    'compare-specs',
    'only-bytes',
    'same-meaning',
    'alternatives',
    'rewritten',
    'discriminators',
  ],
  ['properties', 'document-referee', 'hard-inputs', 'kept-promises', 'catalogue', 'known-pairs', 'mirror', 'peers'],
].map((names) => [
  ...names.map((name) => `test/rules/${name}.test`),
  ...(names.includes('direction') ? ['test/diff', 'test/compare/shared-parts.test'] : []),
  ...(names.includes('reach')
    ? ['one-by-one', 'pattern-test', 'hard-schemas', 'project'].map((name) => `test/schema/${name}.test`)
    : []),
]);

function judge(copy: string): string | null {
  const options = ['--project', 'fast', '--maxWorkers=1', '--bail=1', '--reporter=dot', '--testTimeout=120000'];
  for (const files of bounded) {
    const tests = spawnSync(join('node_modules', '.bin', 'vitest'), ['run', '--root', copy, ...options, ...files], {
      encoding: 'utf8',
      timeout: 900_000,
      env: { ...process.env, NO_COLOR: '1' },
    });
    if (tests.status === null) return 'by its time running out';
    if (tests.status !== 0)
      return `by ${/FAIL.*?test\/(\S+\.test\.ts)/s.exec(tests.stdout + tests.stderr)?.[1] ?? 'a test'}`;
  }
  const soak = spawnSync(process.execPath, [join(copy, 'test/rules/soak.ts'), '--pairs', '150', '--seed', '20261120'], {
    encoding: 'utf8',
    timeout: 900_000,
  });
  if (soak.status === null) return 'by its time running out';
  return soak.status === 0 ? null : 'by the soak';
}
