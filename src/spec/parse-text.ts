// Text to value. JSON.parse comes first, since it is five times faster than any YAML parser and every JSON
// description passes it. YAML is read by the 1.2 core schema, so that dates stay the strings that the author wrote,
// with YAML 1.1's merge keys, which descriptions do use.

import yaml from 'js-yaml';
import { TocsinError } from '../base/index.ts';
import { findJsonFault } from './json-fault.ts';
import type { LoadLimits } from './load-limits.ts';
import { indexJson } from './locate-json.ts';
import { indexYaml, takeYamlNotes } from './locate-yaml.ts';
import type { TextIndex } from './place-in-text.ts';
import { positionAt } from './text-position.ts';

export interface ParsedText {
  readonly format: 'json' | 'yaml';
  readonly value: unknown;
  /** Made on the first call; the text is not scanned before. */
  readonly index: () => TextIndex;
}

const mergeKey = new yaml.Type('tag:yaml.org,2002:merge', { kind: 'scalar', resolve: (data) => data === '<<' });
const schema = yaml.CORE_SCHEMA.extend({ implicit: [mergeKey] });

/** Throws `spec-not-parsable` with line, column and reason. */
export function parseText(text: string, source: string, limits: LoadLimits): ParsedText {
  if (text.trim() === '') {
    throw new TocsinError('spec-not-parsable', `${source} is empty.`, {
      hint: 'Check that the right file was given and that it was written completely.',
      position: { source, pointer: '', line: 1, column: 1, exact: true },
    });
  }
  try {
    const value: unknown = JSON.parse(text);
    return { format: 'json', value, index: () => indexJson(text) };
  } catch {
    return parseYaml(text, source, limits);
  }
}

function parseYaml(text: string, source: string, limits: LoadLimits): ParsedText {
  const notes = takeYamlNotes();
  // `maxDepth` is missing in the types. A scalar in a block is composed twice, hence the two.
  const options: yaml.LoadOptions & { maxDepth: number } = {
    schema,
    listener: notes.listener,
    maxDepth: limits.nesting + 2,
  };
  try {
    const value = yaml.load(text, options);
    return { format: 'yaml', value, index: () => indexYaml(text, notes) };
  } catch (cause) {
    throw notParsable(text, source, limits, cause);
  }
}

function notParsable(text: string, source: string, limits: LoadLimits, cause: unknown): TocsinError {
  if (/^\s*[{[]/.test(text)) {
    const fault = findJsonFault(text);
    if (fault !== null) {
      return new TocsinError('spec-not-parsable', `${source} is not valid JSON: ${fault.reason}.`, {
        position: positionAt(text, fault.offset, source),
        cause,
      });
    }
  }
  if (!(cause instanceof yaml.YAMLException)) throw cause;
  const reason = cause.reason.startsWith('nesting exceeded')
    ? `it nests deeper than ${limits.nesting} levels`
    : cause.reason;
  return new TocsinError('spec-not-parsable', `${source} is not valid YAML: ${reason}.`, {
    position: cause.mark
      ? { source, pointer: '', line: cause.mark.line + 1, column: cause.mark.column + 1, exact: true }
      : null,
    cause,
  });
}
