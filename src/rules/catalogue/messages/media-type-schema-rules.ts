import { exchangesItems, saysMoreOfAll, streamItems } from '../../../diff/index.ts';
import { isOnlyBytes, type Parameter } from '../../../spec/index.ts';
import { operations, parameters, responses } from '../../example.ts';
import { defineRule, type Rule } from '../../rule.ts';

const described = { content: { 'application/json': { schema: { type: 'object' } } } };
const items = { content: { 'application/jsonl': { itemSchema: { type: 'object' } } } };
const bareItems = { content: { 'application/jsonl': {} } };
const noWord = { content: { 'image/png': {} } };
const bytes = { content: { 'image/png': { schema: { type: 'string', format: 'binary' } } } };
const free = { content: { 'application/json': { schema: {} } } };
const bare = { content: { 'application/json': {} } };

/**
 * `saysNothing`: the schema lets anything through, as none does. `ofItems`: it is of the items of a stream alone. `now`: how a
 * stream is described that was described in the other way; `isEachCompared`: what else was said of all items is not.
 */
type Found = {
  readonly saysNothing: boolean;
  readonly ofItems: boolean;
  readonly now?: Way;
  readonly isEachCompared?: boolean;
};
type Way = 'item by item' | 'as a whole';

/** A body that was or becomes a blind spot: without a schema nobody can say what breaks. */
function schemaRule(change: 'added' | 'removed'): Rule {
  const [before, after] = change === 'added' ? [bare, described] : [described, bare];
  const [fileBefore, fileAfter] = change === 'added' ? [noWord, bytes] : [bytes, noWord];
  const request = change === 'added' ? 'risky' : 'safe';
  const response = change === 'added' ? 'safe' : 'risky';
  return defineRule({
    id: `media-type-schema-${change}`,
    on: 'mediaType',
    purpose: `Reports a body that ${change === 'added' ? 'was not described by a schema and now is' : 'was described by a schema and no longer is'}.`,
    about: 'presence',
    severity: ({ saysNothing }: Found, { direction }) => {
      if (saysNothing) return 'safe';
      return direction === 'response' ? response : request;
    },
    advice: ({ saysNothing, now, isEachCompared }, { direction }) => {
      if (now !== undefined && saysNothing) return 'Nothing to do.';
      if (isEachCompared) return 'Compare what is said of all items together: each was compared by itself alone.';
      if (now !== undefined) return 'Compare the two descriptions: neither can be held to the other here.';
      if (direction === 'request')
        return change === 'added' ? 'Check what you send against the schema.' : 'Nothing to do.';
      return change === 'removed' ? 'Ask what may come: the document does not say any more.' : 'Nothing to do.';
    },
    at: 'schema',
    identifying: [],
    *find({ before: left, after: right }, { direction }): Iterable<Found> {
      if (left === null || right === null || (isOnlyBytes(left) && isOnlyBytes(right))) return;
      const isExchange = exchangesItems(left, right);
      const { before, after } = streamItems(left, right);
      const isEachCompared = isExchange && before !== null && after !== null;
      if (isExchange) {
        // What cannot be compared the side that was promised something is told.
        if ((direction === 'request') !== (change === 'added')) return;
        if (isEachCompared && !saysMoreOfAll(direction === 'request' ? right : left)) return;
      }
      const [without, holder] = change === 'added' ? [left, right] : [right, left];
      const lost = (['schema', 'itemSchema'] as const).flatMap((field) =>
        without[field] === null ? (holder[field] ?? []) : [],
      );
      const ofItems = holder.schema === null || without.schema !== null;
      if (lost.length === 0) return;
      const now: Way = right.schema === null ? 'item by item' : 'as a whole';
      const saysNothing = lost.every(({ unconstrained }) => unconstrained);
      yield { saysNothing, ofItems, ...(isExchange && { now, isEachCompared }) };
    },
    say: ({ now }, { where }) => {
      if (now !== undefined)
        return `the ${where} is described ${now} now, and was ${now === 'as a whole' ? 'item by item' : 'as a whole'}`;
      return change === 'added'
        ? `the ${where} is described by a schema now`
        : `no schema describes the ${where} any more`;
    },
    // It does not see a schema that says nothing, and had no name for one of items.
    peers: ({ place, facts: { saysNothing, ofItems } }) =>
      saysNothing || ofItems
        ? []
        : [`${place.message === 'response' ? 'response' : 'request'}-body-media-type-schema-${change}`],
    examples: () => ({
      reports: [
        operations({ requestBody: before }, { requestBody: after }, request, [
          `request-body-media-type-schema-${change}`,
        ]),
        responses(change === 'added' ? bareItems : items, change === 'added' ? items : bareItems, response, []),
        change === 'added' ? responses(bare, free, 'safe', []) : responses(free, bare, 'safe', []),
        responses(before, after, response, [`response-body-media-type-schema-${change}`]),
      ],
      silent: [
        responses(described, described),
        responses(bare, bare),
        responses(fileBefore, fileAfter),
        operations({ requestBody: fileBefore }, { requestBody: fileAfter }),
      ],
    }),
  });
}

/** The same of a parameter or header: nothing was promised of its value, or no longer is. */
function valueRule(kind: 'parameter' | 'header', change: 'added' | 'removed'): Rule {
  const [bare, number] = [{}, { schema: { type: 'integer' } }];
  const [before, after] = change === 'added' ? [bare, number] : [number, bare];
  const request = change === 'added' ? 'risky' : 'safe';
  const response = change === 'added' ? 'safe' : 'risky';
  const limit = (fields: object) => [{ name: 'limit', in: 'query', ...fields }];
  const total = (fields: object) => ({ headers: { 'X-Total': fields } });
  return defineRule({
    id: `${kind}-schema-${change}`,
    on: kind,
    purpose: `Reports a ${kind} that ${change === 'added' ? 'was not described by a schema and now is' : 'was described by a schema and no longer is'}.`,
    about: 'presence',
    severity: { request, response },
    advice: (_, { direction }) => {
      if ((direction === 'request') === (change === 'removed')) return 'Nothing to do.';
      return change === 'added'
        ? 'Check what you send against the schema.'
        : 'Ask what may come: the document does not say any more.';
    },
    at: 'schema',
    *find({ before: left, after: right }) {
      if (left === null || right === null) return;
      const [without, holder] = change === 'added' ? [left, right] : [right, left];
      const described = holder.schema ?? holder.content?.schema ?? null;
      if (isBare(without) && described !== null && !described.unconstrained) yield {};
    },
    say: (_, { where }) =>
      change === 'added' ? `the ${where} is described by a schema now` : `no schema describes the ${where} any more`,
    examples: () => ({
      reports: [
        kind === 'parameter'
          ? parameters(limit(before), limit(after), request, [])
          : responses(total(before), total(after), response, []),
      ],
      silent: [
        kind === 'parameter'
          ? parameters(limit(number), limit({ content: { 'text/plain': number } }))
          : responses(total(bare), total({ schema: {} })),
      ],
    }),
  });
}

/** Neither a schema nor a media type that has one. */
function isBare({ schema, content }: Pick<Parameter, 'schema' | 'content'>): boolean {
  return schema === null && (content === null || content.schema === null);
}

export const mediaTypeSchemaRules: readonly Rule[] = (['added', 'removed'] as const).flatMap((change) => [
  schemaRule(change),
  valueRule('parameter', change),
  valueRule('header', change),
]);
