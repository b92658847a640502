import { isOnlyBytes } from '../../../spec/index.ts';
import { operations, responses } from '../../example.ts';
import { defineRule, type Rule } from '../../rule.ts';

const described = { content: { 'application/json': { schema: { type: 'object' } } } };
const items = { content: { 'application/jsonl': { itemSchema: { type: 'object' } } } };
const bareItems = { content: { 'application/jsonl': {} } };
const noWord = { content: { 'image/png': {} } };
const bytes = { content: { 'image/png': { schema: { type: 'string', format: 'binary' } } } };
const bare = { content: { 'application/json': {} } };

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
    severity: { request, response },
    advice: (_, { direction }) => {
      if (direction === 'request')
        return change === 'added' ? 'Check what you send against the schema.' : 'Nothing to do.';
      return change === 'removed' ? 'Ask what may come: the document does not say any more.' : 'Nothing to do.';
    },
    at: 'schema',
    *find({ before: left, after: right }) {
      if (left === null || right === null || (isOnlyBytes(left) && isOnlyBytes(right))) return;
      const [without, holder] = change === 'added' ? [left, right] : [right, left];
      const isLost = (['schema', 'itemSchema'] as const).some(
        (field) => without[field] === null && holder[field] !== null,
      );
      if (isLost) yield {};
    },
    say: (_, { where }) =>
      change === 'added' ? `the ${where} is described by a schema now` : `no schema describes the ${where} any more`,
    peers: ({ place }) => [`${place.message === 'response' ? 'response' : 'request'}-body-media-type-schema-${change}`],
    examples: () => ({
      reports: [
        operations(
          { requestBody: before },
          { requestBody: after },
          { severity: request, peers: [`request-body-media-type-schema-${change}`] },
        ),
        responses(change === 'added' ? bareItems : items, change === 'added' ? items : bareItems, {
          severity: response,
        }),
        responses(before, after, { severity: response, peers: [`response-body-media-type-schema-${change}`] }),
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

export const mediaTypeSchemaRules: readonly Rule[] = [schemaRule('added'), schemaRule('removed')];
