// One operation in a shape that is the same for Swagger 2 and OpenAPI 3.x. The dialect readers build it for operations
// that differ; its schemas stay lazy.

import type { SchemaNode } from './schema-node.ts';
import type { Spot } from './spot.ts';

export type OperationKind = 'path' | 'webhook' | 'callback';

/** What an author says about the life of a thing. Dates and levels are as written; rules judge whether they parse. */
export interface LifecycleMarks {
  readonly deprecated: boolean;
  /** `x-sunset`, as written. */
  readonly sunset: string | null;
  /** `x-stability-level`, as written. */
  readonly stability: string | null;
}

export type ParameterLocation = 'path' | 'query' | 'header' | 'cookie' | 'querystring';

export interface Parameter extends LifecycleMarks {
  readonly spot: Spot;
  readonly name: string;
  readonly in: ParameterLocation;
  /** What two releases are matched by: headers ignore case, path parameters go by their place in the template. */
  readonly key: string;
  readonly required: boolean;
  readonly style: string;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  readonly allowEmptyValue: boolean;
  /** Null where nothing is said about the value, or where it is said by `content`. */
  readonly schema: SchemaNode | null;
  /** The one media type of a parameter that is serialised by `content`. */
  readonly content: MediaType | null;
  /** Written once for all operations of a path. */
  readonly shared: boolean;
}

export interface MediaType {
  readonly spot: Spot;
  /** As written. */
  readonly name: string;
  /** See normaliseMediaType. */
  readonly key: string;
  readonly schema: SchemaNode | null;
  /** 3.2: the schema of each item of a sequential media type. */
  readonly itemSchema: SchemaNode | null;
  readonly encoding: ReadonlyMap<string, Encoding>;
}

export interface Encoding {
  readonly spot: Spot;
  /** Of a form; or 3.2's `[0]` for the first part of a sequence, `[]` for those that `prefixEncoding` does not name. */
  readonly property: string;
  readonly contentType: string | null;
  /** Whether the fields below are heeded: OpenAPI 3.0 does so in `application/x-www-form-urlencoded` alone. */
  readonly isStyled: boolean;
  readonly style: string | null;
  readonly explode: boolean | null;
  readonly allowReserved: boolean;
  readonly headers: ReadonlyMap<string, Header>;
}

export interface RequestBody {
  readonly spot: Spot;
  readonly required: boolean;
  /** By normalised media type. */
  readonly content: ReadonlyMap<string, MediaType>;
}

export interface Header extends LifecycleMarks {
  readonly spot: Spot;
  readonly name: string;
  /** The name in lower case (RFC 9110, section 5.1). */
  readonly key: string;
  readonly required: boolean;
  readonly style: string;
  readonly explode: boolean;
  readonly schema: SchemaNode | null;
  readonly content: MediaType | null;
}

export interface Link {
  readonly spot: Spot;
  readonly name: string;
  readonly operationId: string | null;
  readonly operationRef: string | null;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly requestBody: unknown;
}

export interface Response {
  readonly spot: Spot;
  /** `200`, `4XX` (in upper case) or `default`. */
  readonly status: string;
  readonly headers: ReadonlyMap<string, Header>;
  readonly content: ReadonlyMap<string, MediaType>;
  readonly links: ReadonlyMap<string, Link>;
}

export interface OAuthFlow {
  readonly spot: Spot;
  readonly flow: string;
  readonly authorizationUrl: string | null;
  readonly tokenUrl: string | null;
  readonly refreshUrl: string | null;
  /** 3.2: where a device without a browser begins to log in. */
  readonly deviceAuthorizationUrl: string | null;
  readonly scopes: ReadonlySet<string>;
}

export interface SecurityScheme {
  readonly spot: Spot;
  /** What the document calls it; means nothing to a caller. */
  readonly name: string;
  readonly type: string;
  /** For `apiKey`: the name and place of the key. */
  readonly keyName: string | null;
  readonly keyIn: string | null;
  /** For `http`: `basic`, `bearer` …, in lower case. */
  readonly httpScheme: string | null;
  readonly openIdConnectUrl: string | null;
  readonly flows: ReadonlyMap<string, OAuthFlow>;
  readonly deprecated: boolean;
  /** What a caller sends and where it gets it, whatever a document calls it: equal for schemes that ask for the same. */
  readonly credential: string;
}

/** One way in: all of its schemes together, each with the scopes it asks for. No schemes: anyone may call. */
export interface SecurityAlternative {
  readonly spot: Spot;
  readonly schemes: readonly {
    readonly name: string;
    /** Null where the document does not define the scheme. */
    readonly scheme: SecurityScheme | null;
    readonly scopes: readonly string[];
  }[];
}

/** Alternatives of which a caller needs one. */
export interface Security {
  readonly spot: Spot;
  /** The operation says nothing of its own and takes the document's. */
  readonly inherited: boolean;
  readonly alternatives: readonly SecurityAlternative[];
}

export interface Server {
  readonly spot: Spot;
  readonly url: string;
  /** The variables in the URL. */
  readonly variables: ReadonlyMap<string, ServerVariable>;
}

export interface ServerVariable {
  readonly default: string | null;
  /** What it may be; null where it may be anything. */
  readonly enum: readonly string[] | null;
}

export interface Operation extends LifecycleMarks {
  readonly spot: Spot;
  readonly kind: OperationKind;
  /** As it is sent: in upper case, unless one of 3.2's `additionalOperations` is written otherwise. */
  readonly method: string;
  /** The author's path template, the webhook's name, or `path → callback expression`. */
  readonly path: string;
  readonly name: string | null;
  /** For a callback, the method of the operation that it belongs to. */
  readonly ofMethod: string | null;
  readonly calledBy: 'client' | 'server';
  readonly operationId: string | null;
  readonly tags: readonly string[];
  /** By Parameter.key; an operation's own parameter hides the path's. */
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly requestBody: RequestBody | null;
  /** By status. */
  readonly responses: ReadonlyMap<string, Response>;
  readonly security: Security;
  readonly servers: readonly Server[];
  /** Operations that the server calls back, listed and not yet read. */
  readonly callbacks: readonly OperationEntry[];
}

/** An operation that is there, before anything of it is read. */
export interface OperationEntry {
  /** Two releases are matched by it: kind, method and the path with its parameters replaced by their place. */
  readonly key: string;
  readonly kind: OperationKind;
  readonly method: string;
  readonly path: string;
  readonly name: string | null;
  readonly ofMethod: string | null;
  /** The server calls a webhook; and whoever is called calls back, the client too where it is a callback that has one. */
  readonly calledBy: 'client' | 'server';
  readonly spot: Spot;
  /** The path item it stands in. */
  readonly pathItem: Spot;
  /** What it takes over from its path item, or from one that this refers to. */
  readonly inherited: { readonly parameters: Spot | null; readonly servers: Spot | null };
  /** What Operation.security will be, told without reading the rest; and Operation.servers. */
  security(): Security;
  servers(): readonly Server[];
  read(): Operation;
}
