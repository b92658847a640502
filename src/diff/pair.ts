// What the walker hands out: two releases' view of one thing, and the place where it stands.

import type {
  Api,
  Encoding,
  Header,
  Link,
  MediaType,
  Operation,
  OperationKind,
  Parameter,
  ParameterLocation,
  RequestBody,
  Response,
  SchemaBranch,
  SchemaNode,
  SchemaProperty,
  Security,
  SecurityScheme,
  Server,
  Spot,
} from '../spec/index.ts';

/** Who sends: `request` is the client to the server. What a webhook or callback carries is sent by the server: `response`. */
export type Direction = 'request' | 'response' | 'none';

/** The operation that a difference is about. */
export interface OperationRef {
  readonly kind: OperationKind;
  readonly method: string;
  /** The path template; for a webhook its name, for a callback the operation's path and the callback's expression. */
  readonly path: string;
  /** The webhook's or callback's name. */
  readonly name: string | null;
  readonly operationId: string | null;
  /** Only of a callback: the method of the operation that it belongs to, whose path its own begins with. */
  readonly ofMethod?: string | undefined;
}

/** There on both sides. */
export interface Both<T> {
  readonly before: T;
  readonly after: T;
}

/** There on both sides, or on one only: removed or added. */
export type Either<T> =
  | Both<T>
  | { readonly before: T; readonly after: null }
  | { readonly before: null; readonly after: T };

/** The branches of one composition keyword: which found their counterpart, which are only on one side. */
export interface Composition {
  readonly keyword: 'oneOf' | 'anyOf' | 'allOf';
  readonly before: SchemaNode;
  readonly after: SchemaNode;
  readonly matched: readonly Both<SchemaBranch>[];
  readonly removed: readonly SchemaBranch[];
  readonly added: readonly SchemaBranch[];
  /** One side is the schema itself, which the other side made a branch of a new composition. */
  readonly wrapped: 'before' | 'after' | null;
}

/** A form that a value may have though only a discriminator leads to it. */
export interface Heir {
  /** The value of the discriminator's property. */
  readonly value: string;
  readonly schema: SchemaNode;
  /** The mapping names it, of which rules of its own speak. */
  readonly mapped: boolean;
}

/** What two schemas stand for that have a discriminator and list no forms: what came and went of it. */
export interface HeirChange {
  readonly before: SchemaNode;
  readonly after: SchemaNode;
  readonly propertyName: Both<string>;
  readonly removed: readonly Heir[];
  readonly added: readonly Heir[];
}

/** What rules may ask for, and what they then get. */
export interface Pairs {
  api: Both<Api>;
  operation: Either<Operation>;
  /** `elsewhere`: of one that is on one side only, what is only on the other and has the same name in another place, or spelling. */
  parameter: Either<Parameter> & { readonly elsewhere: Parameter | null };
  requestBody: Either<RequestBody>;
  /**
   * `hadBody`: the base describes some body there. `replaces`: nothing that it could be is left. `left`: the media types that
   * the revision has there. `stays`: the range that this one fell under is there on both sides.
   */
  mediaType: Either<MediaType> & {
    readonly hadBody: boolean;
    readonly replaces: boolean;
    readonly left: readonly string[];
    readonly stays: 'before' | 'after' | null;
  };
  /** With the schemas of the field that it is about, where there are such. */
  encoding: Either<Encoding> & { readonly fields: Both<SchemaNode | null> };
  /** `covering` is what the other side says of a status that it does not name: its `4XX` or `default`. */
  response: Either<Response> & {
    readonly covering: Response | null;
    /** The statuses that the other side names, of those that this one stands for as a range or as `default`. */
    readonly named: readonly string[];
    /** Of a success that is gone: the one that is new, where no other came or went. */
    readonly instead: string | null;
  };
  /** `elsewhere`: of one that is on one side only, what is only on the other and has the same name in another spelling. */
  header: Either<Header> & { readonly elsewhere: Header | null };
  link: Either<Link>;
  security: Both<Security>;
  /** `asked`: an operation of both sides asks for it; `unasked`: none does; `unsaid`: the base asks for nothing at all. */
  securityScheme: Either<SecurityScheme> & {
    readonly use: 'asked' | 'unasked' | 'unsaid';
    /** Where it is asked for: the operations of both sides that do without it, as `GET /health`. */
    readonly unasked: readonly string[];
  };
  servers: Both<readonly Server[]>;
  /** Two schemas that apply to the same value. Their properties, items and branches come as pairs of their own. */
  schema: Both<SchemaNode>;
  property: Either<SchemaProperty> & { readonly parents: Both<SchemaNode> };
  composition: Both<Composition>;
  subtypes: Both<HeirChange>;
}

export type ElementKind = keyof Pairs;

/** One step from a schema to one below it. */
export type SchemaStep =
  | { readonly kind: 'property'; readonly name: string }
  /** The items from some place on, where those before have schemas of their own. */
  | { readonly kind: 'items'; readonly from?: number }
  | { readonly kind: 'prefixItem'; readonly index: number }
  /** Where not just any name is one of a further property: those that have schemas of their own. */
  | { readonly kind: 'additionalProperties'; readonly beside?: DescribedNames }
  | { readonly kind: 'patternProperty'; readonly pattern: string }
  | { readonly kind: 'branch'; readonly keyword: 'oneOf' | 'anyOf'; readonly label: string }
  /** A schema to which only the value of a discriminator leads. */
  | { readonly kind: 'subtype'; readonly value: string }
  | { readonly kind: 'keyword'; readonly keyword: string; readonly name: string | null };

export interface PlaceOfParameter {
  readonly in: ParameterLocation;
  readonly name: string;
  /** On either side: nobody who is answered by both leaves it out. */
  readonly required: boolean;
}

export interface PlaceOfHeader {
  readonly name: string;
  /** On either side: nobody who reads both can do without it. */
  readonly required: boolean;
}

/** Names of properties, and patterns of names, of which an object says more than of others. */
export interface DescribedNames {
  readonly names: readonly string[];
  readonly patterns: readonly string[];
}

/** Where in an API something stands. */
export interface Place {
  readonly where: 'api' | 'operation' | 'parameter' | 'body' | 'header' | 'response' | 'link' | 'encoding';
  /** The HTTP message that it belongs to; who sends it is Context.direction. */
  readonly message: 'request' | 'response' | null;
  readonly parameter: PlaceOfParameter | null;
  readonly status: string | null;
  /** Its status or media type is named on one side only: `default` or a range speaks of it on the other. */
  readonly isCovered: boolean;
  readonly header: PlaceOfHeader | null;
  /** As the side calls it that sends the body. */
  readonly mediaType: string | null;
  /** From the root of the body, parameter or header down to the schema; empty at the root. */
  readonly path: readonly SchemaStep[];
}

/** What is known about a pair before its place is: enough to find facts. */
export interface FindContext {
  readonly direction: Direction;
  /** The value travels as text (parameter, header, form field): `1` and `"1"` are the same. */
  readonly text: boolean;
  /** Each value of a list travels by itself, under the same name: one value and a list of it are the same. */
  readonly repeats: boolean;
  /** One value and a list of it alone are written alike, whatever would stand between several. */
  readonly listOfOne: boolean;
  /** The sender never sends it: a readOnly property of a request, a writeOnly one of a response. */
  readonly unsent: boolean;
  /** One side is one of several alternatives, the other the whole value that it was, or became. */
  readonly isOneForm?: boolean;
  readonly base: Api;
  readonly revision: Api;
}

/** Everything about the place where a pair was found. */
export interface Context extends FindContext {
  readonly operation: OperationRef | null;
  /** Those of the operation on either side. */
  readonly tags: readonly string[];
  /** `x-stability-level` that the base gives the operation, or the one that registers it. */
  readonly stability: string | null;
  /**
   * Whoever sends what is around it sends it, too: a body, parameter or property that is required on either side, what a list
   * or map holds.
   */
  readonly alwaysThere: boolean;
  /** What encloses the pair on both sides: where to point at when the thing itself is only on one. */
  readonly owner: Both<Spot>;
  readonly place: Place;
  /** `['200', 'body', 'items', '[]', 'owner']`. */
  readonly subjectPath: readonly string[];
}
