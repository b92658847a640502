// A rule is one value in one file: what happened, never where or in which direction. The engine pairs before and
// after and asks the rule; a rule never walks, and never decides whether something was allowed.

import type { IsoDate } from '../base/index.ts';
import type { Both, Composition, Context, Direction, FindContext, OfWhole, Pairs, Place } from '../diff/index.ts';
import type { Api, JsonObject, SchemaBranch } from '../spec/index.ts';
import type { Severity } from './comparison.ts';
import type { Example } from './example.ts';

export type Facts = Readonly<Record<string, unknown>>;

/** What a rule may be on: what the walker pairs; and the release as a whole, once everything else is judged. */
export interface Subjects extends Pairs {
  /** `breaks`: a finding that counts is breaking. */
  release: Both<Api> & { readonly breaks: boolean };
}

export type SubjectKind = keyof Subjects;

export interface RuleContext extends FindContext {
  /** The day on which announced dates are judged. Nothing that depends on it may be identifying. */
  readonly asOf: IsoDate;
}

/** One severity for all, one for each sender, or one that depends on what was found and where. */
export type SeverityOf<F extends Facts> =
  | Severity
  | { readonly request: Severity; readonly response: Severity }
  | ((facts: F, context: Context) => Severity);

/** What `peers` may look at: the place, the facts, and what the base said about the life of the thing. */
export interface PeerQuery<F extends Facts> {
  /** The message that the leading tool takes it for; who really sends it is in the context. */
  readonly direction: Direction;
  readonly place: Place;
  readonly facts: F;
  readonly context: Context;
  readonly lifecycle: Lifecycle | null;
}

/** What the base had announced about a thing, judged on the day of the comparison. */
export interface Lifecycle {
  readonly deprecated: boolean;
  /** The day, where the author's sunset can be read as one. */
  readonly sunset: string | null;
  /** Whether a removal kept the promised date; null where none was given. */
  readonly kept: boolean | null;
}

export interface Rule<K extends SubjectKind = SubjectKind, F extends Facts = Facts> {
  /** What happened, in kebab-case: `enum-value-removed`. Never changes once released. */
  readonly id: string;
  readonly on: K;
  /** For `schema`: it has nothing to say, and is not asked, where neither side has one of these keywords. */
  readonly keywords?: readonly string[];
  /** One sentence: "Reports …". */
  readonly purpose: string;
  /**
   * What kind of fact it is. Only alarms about `values` can be withdrawn by a proof of containment; and what is never
   * sent breaks nobody.
   */
  readonly about: 'values' | 'presence' | 'negotiation' | 'security' | 'lifecycle' | 'names';
  /** On the wire: whether calls fail. */
  readonly severity: SeverityOf<F>;
  /**
   * It may close an object in a request of whose further properties nothing was said, or open one in an answer of which
   * nothing is said any more. Nobody sends these by the documents, so a proof stands; but who does all the same is refused,
   * or not prepared for them, and it stays a risk.
   */
  readonly closes?: true | ((facts: F) => boolean);
  /** Whether a client generated from the document still compiles. `safe` where it is not said. */
  readonly codegen?: SeverityOf<F>;
  /**
   * It hurts calls that leave the thing out as well, as a new demand does, so long as they send what holds it. By default
   * a finding within a body or about a parameter hurts only those who use the thing.
   */
  readonly leavingOutHurts?: boolean | ((facts: F) => boolean);
  /** Where it concerns anybody, for rules on `schema`, of which one may stand in many places; everywhere by default. */
  readonly concerns?: (place: Place, facts: F) => boolean;
  /**
   * For rules on `schema`: where one form became one of several, or the other way round, and the list of these says such a
   * thing of the whole value, it speaks of that and not of the one form.
   */
  readonly ofWhole?: OfWhole;
  /** Speaks only where the settings give it a severity. */
  readonly onRequest?: boolean;
  /** What to do, for whoever calls the API or runs it. */
  readonly advice: string | ((facts: F, context: Context) => string);
  /**
   * The keyword or field at which the difference is shown, or a JSON Pointer from the thing down to it, which starts with
   * a slash: where a reader's eye should land.
   */
  readonly at?: string | ((facts: F) => string);
  /** For rules on `composition`: the one branch that came or went, at which the reader's eye should land. */
  branch?(facts: F, composition: Composition): SchemaBranch | undefined;
  /** For rules on `property`: the reader's eye should land on the name in the `required` list of the object that holds it. */
  readonly atRequired?: boolean;
  /** Which facts tell two findings of one place apart; all of them by default. */
  readonly identifying?: readonly (keyof F & string)[];
  find(pair: Subjects[K], context: RuleContext): Iterable<F>;
  /**
   * A JSON Schema for values that this finding, and not another one of the same place, makes the receiver refuse: it is
   * where an example is looked for. By default values that the keyword named by `at` refuses. For rules on `property`
   * it speaks of the object that holds the property. Undefined is the default, null is none.
   */
  aim?(facts: F, context: Context): JsonObject | null | undefined;
  /** What happened in one sentence. `where` is the place in words, such as "query parameter `limit`". */
  say(facts: F, at: Context & { readonly where: string }): string;
  /** The comparable checks of the leading tool for this very finding. */
  peers?(query: PeerQuery<F>): readonly string[];
  /** Made when asked for: a comparison needs none, and all of them take longer to make than a small one takes. */
  examples(): {
    /** Pairs of documents of which it reports each. */
    readonly reports: readonly Example[];
    /** Their twins on which it has nothing to say. */
    readonly silent: readonly Example[];
  };
}

/** Checks a rule's types, and lets the catalogue hold rules of all kinds. */
export function defineRule<K extends SubjectKind, F extends Facts>(rule: Rule<K, F>): Rule {
  return rule as unknown as Rule;
}

/** The severity that a rule gives to what it found. */
export function severityOf<F extends Facts>(severity: SeverityOf<F>, facts: F, context: Context): Severity {
  if (typeof severity === 'string') return severity;
  if (typeof severity === 'function') return severity(facts, context);
  return context.direction === 'response' ? severity.response : severity.request;
}
