import { describe, expect, it } from 'vitest';
import { withEagerFunctions } from '../../scripts/with-eager-functions.ts';

describe('functions that are compiled with their file', () => {
  const program = `"use strict";
    import { sep } from 'node:path';
    export const early = twice(4);
    function twice(number) { return helper(number); function helper(each) { 'use strict'; return each * 2; } }
    async function later() { return [1, 2].map((each) => each + 1); }
    function* count() { yield* [1, 2]; }
    class Holder { #field = (value) => value; take(value) { return inner(this.#field(value)); function inner(x) { return x; } } get own() { return 1; } }
    class Wider extends Holder { #seen = []; #note(value) { this.#seen.push(value); return value; } 'in words'() { return this.#note('words'); }
      take(value) { return super.take(this.#note(value)) + 1; } set noted(value) { this.#note(value); } get #last() { return this.#seen.at(-1); }
      *each() { yield* this.#seen; } async wait() { return this.#last; } [2 + 3]() { return 'five'; } static #made = 0; static make() { Wider.#made++; return new Wider(); }
      told() { return [this.take(7), this['in words'](), this[5](), (this.noted = 9), ...this.each(), Wider.#made, this.told.name, Object.keys(this)]; } }
    const given = { method() { return this.own; }, own: 3, get read() { return this.own; }, short: function () { return 5; },
      ['com' + 'puted']() { return this.own + 1; }, *each() { yield this.own; }, async wait(ms = () => 6) { return ms(); }, toString() { return super.toString(); } };
    if (sep) { function inBlock() { return 'block'; } given.block = inBlock(); }
    const shorthand = ({ twice: renamed = (x) => x, ...rest }) => \`\${renamed(1)} \${Object.keys(rest)}\`;
    export const all = async () => JSON.stringify([early, await later(), [...count()], new Holder().take(7), new Holder().own,
      Wider.make().told(), await Wider.make().wait(), given.method(), given.read, given.method.name, given.computed(), [...given.each()], await given.wait(), String(given), given.short(), given.block, shorthand({ a: 1 }), twice.name, ((x) => x)(8)]);`;

  it('do what they did', async () => {
    const run = async (text: string) =>
      ((await import(`data:text/javascript,${encodeURIComponent(text)}`)) as { all: () => Promise<string> }).all();
    expect(await run(withEagerFunctions(program))).toBe(await run(program));
  });

  it('stand in parentheses, above what calls them', () => {
    const written = withEagerFunctions('call(f);\nfunction f(a) { return (b) => a + b; }');
    expect(written).toBe('\nvar f = (function(a) { return ((b) => a + b); });call(f);\n');
  });

  it('are also the methods of a class, set where they see its private fields', () => {
    const written = withEagerFunctions(
      'class K { #a = 1; get b() { return this.#a; } #c() {} d() { return this.#c(); } }',
    );
    expect(written).toContain('static { Object.assign(this.prototype, {$$c: (function() {}),');
    expect(written).toContain('d: (function() { return this.$$c(); })');
    expect(written).toContain('"b", { get: (function() { return this.#a; })');
  });

  it('are also the methods of an object', () => {
    const written = withEagerFunctions('export const rule = { *find({ before }) { yield before; }, async say() {} };');
    expect(written).toContain('find: (function*({ before }) { yield before; }), say: (async function() {})');
  });
});
