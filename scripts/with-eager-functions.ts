// V8 passes over a function until it is called, and Node's compile cache keeps of a file what was compiled when the file
// was read: so each run compiles all that it calls anew. A function expression in parentheses is compiled with its file
// and comes from the cache from then on, which saves a tenth of a comparison. So declarations become such expressions, at
// the top of their scope, since they are visible from there.

import { parseAst } from 'rolldown/parseAst';

/** As ESTree has it, with offsets. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** The same program, in which all functions but constructors and those of `static` members are compiled with their file. */
export function withEagerFunctions(code: string): string {
  /** Of the classes around what is being written: their private names, and whether each is a method that was moved. */
  const privateNames: ReadonlyMap<string, boolean>[] = [];
  return written(parseAst(code) as unknown as Node, null);

  function written(node: Node, parent: Node | null): string {
    if (node.type === 'Program' || (node.type === 'BlockStatement' && isFunction(parent))) return writtenScope(node);
    if (node.type === 'ClassBody') return writtenClass(node);
    if (node.type === 'PrivateIdentifier') return memberName(node);
    if (isShortMethod(node)) return methodAsMember(node);
    const text = spliced(node, childrenOf(node), node.start);
    return isFunction(node) && node.type !== 'FunctionDeclaration' && !isMethod(parent) ? `(${text})` : text;
  }

  function writtenScope(scope: Node): string {
    const statements = scope.body as readonly Node[];
    const isOpening = ({ type, directive }: Node) => type === 'ImportDeclaration' || typeof directive === 'string';
    const opening = statements.slice(0, statements.findLastIndex(isOpening) + 1);
    const from = opening.at(-1)?.end ?? (scope.type === 'Program' ? scope.start : scope.start + 1);
    const functions = statements.filter(({ type }) => type === 'FunctionDeclaration').map(asVariable);
    const others = statements.slice(opening.length);
    return `${code.slice(scope.start, from)}${functions.join('')}${spliced(scope, others, from, true)}`;
  }

  /** From the offset to the end of the node, with the children written anew. */
  function spliced(node: Node, children: readonly Node[], from: number, isScope = false): string {
    let text = '';
    let at = from;
    for (const child of children) {
      if (child.start < at) continue; // `{ name }` is a key and a value at once
      text +=
        code.slice(at, child.start) + (isScope && child.type === 'FunctionDeclaration' ? '' : written(child, node));
      at = child.end;
    }
    return text + code.slice(at, node.end);
  }

  function writtenClass(body: Node): string {
    const members = body.body as readonly (Node & { key?: Node })[];
    const moved = members.filter(isMovable);
    const named = members.filter(({ key }) => key?.type === 'PrivateIdentifier');
    privateNames.unshift(new Map(named.map((member) => [String(member.key?.name), moved.includes(member)])));
    const methods = moved.filter(({ kind }) => kind === 'method').map(methodAsMember);
    const accessors = moved.filter(({ kind }) => kind !== 'method').map(accessorAsCall);
    const rest = members.filter((member) => !moved.includes(member)).map((member) => `${written(member, body)}\n`);
    privateNames.shift();
    const onPrototype = [`Object.assign(this.prototype, {${methods.join(',\n')}});`, ...accessors];
    return `{ ${moved.length === 0 ? '' : `static { ${onPrototype.join('\n')} }\n`}${rest.join('')}}`;
  }

  /** A private method becomes one of the prototype, under a name that nobody else gives. */
  function memberName(key: Node): string {
    const isMoved =
      key.type === 'PrivateIdentifier' &&
      privateNames.find((names) => names.has(String(key.name)))?.get(String(key.name));
    return isMoved ? `$$${key.name}` : code.slice(key.start, key.end);
  }

  /** `get own() {}` as a call that gives the prototype that getter. */
  function accessorAsCall(member: Node): string {
    const { key, value, kind } = member as Node & { key: Node; value: Node };
    const own = spliced(value, childrenOf(value), value.start);
    const name = key.type === 'Literal' ? memberName(key) : JSON.stringify(memberName(key));
    return `Object.defineProperty(this.prototype, ${name}, { ${kind}: (function${own}), configurable: true });`;
  }

  /** `*find(a) {}` as `find: (function*(a) {})`. */
  function methodAsMember(member: Node): string {
    const { key, value, computed } = member as Node & { key: Node; value: Node };
    const name = memberName(key);
    const own = spliced(value, childrenOf(value), value.start);
    return `${computed === true ? `[${name}]` : name}: (${wordOf(value)}${own})`;
  }

  function asVariable(declaration: Node): string {
    const { id, params, body } = declaration as Node & { id: { name: string; end: number } };
    const rest = spliced(declaration, [...(params as Node[]), body as Node], id.end);
    return `\nvar ${id.name} = (${wordOf(declaration)}${rest});`;
  }
}

function wordOf({ async, generator }: Node): string {
  return `${async ? 'async ' : ''}function${generator ? '*' : ''}`;
}

function isFunction(node: Node | null): boolean {
  return /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node?.type ?? '');
}

/** In an object, unless it asks for what the object inherits. */
function isShortMethod(node: Node): boolean {
  return node.type === 'Property' && node.method === true && !holdsSuper(node);
}

/** Of a class. */
function isMovable(member: Node): boolean {
  const isOwn = member.type === 'MethodDefinition' && member.kind !== 'constructor' && member.static !== true;
  return isOwn && member.computed !== true && !holdsSuper(member);
}

function holdsSuper(node: Node): boolean {
  return node.type === 'Super' || childrenOf(node).some(holdsSuper);
}

function isMethod(parent: Node | null): boolean {
  return (
    parent?.type === 'MethodDefinition' ||
    (parent?.type === 'Property' && (parent.method === true || parent.kind !== 'init'))
  );
}

/** In the order of the text; of those that begin together the longest first. */
function childrenOf(node: Node): readonly Node[] {
  return Object.values(node)
    .flat()
    .filter((value): value is Node => typeof (value as Node | null)?.type === 'string')
    .sort((a, b) => a.start - b.start || b.end - a.end);
}
