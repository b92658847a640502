import type { Finding } from '../../src/rules/index.ts';
import type { PlaceName } from './random-documents.ts';

/** Where in a generated document a finding stands; null where it is about no value. */
export function placeOf({ operation, subjectPath }: Pick<Finding, 'operation' | 'subjectPath'>): PlaceName | null {
  const [first, second] = subjectPath;
  const inAnswer = first === '200' ? second : null;
  if (operation?.kind === 'webhook') return first === 'body' ? 'webhook' : null;
  if (operation?.kind === 'callback') return first === 'body' ? 'callback' : inAnswer === 'body' ? 'reply' : null;
  if (first === 'body') return 'request';
  if (inAnswer === 'body') return 'response';
  if (inAnswer === 'header') return 'answerHeader';
  return first === 'query' || first === 'header' || first === 'path' ? first : null;
}
