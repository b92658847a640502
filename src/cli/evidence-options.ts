// The options by which evidence is read from files, for `tocsin evidence import` and for `tocsin impact`.

import { type Command, InvalidArgumentError, Option } from 'commander';
import { type EvidenceFormat, type EvidenceSettings, evidenceFormats } from '../evidence/index.ts';

export interface EvidenceFlags {
  readonly format?: EvidenceFormat;
  readonly environment?: string;
  readonly map?: EvidenceSettings['jsonFields'];
  readonly salt?: string;
}

const fields = [
  'time',
  'method',
  'target',
  'query',
  'host',
  'status',
  'address',
  'forwarded',
  'user',
  'agent',
] as const;

export function addEvidenceOptions(command: Command, formatFlag: '--format' | '--log-format' = '--format'): Command {
  return command
    .addOption(new Option(`${formatFlag} <format>`, 'default: told by the content').choices(evidenceFormats))
    .option('--environment <name>', "the service's environment that was called, where the hosts do not tell")
    .addOption(
      new Option(
        '--map <field=name...>',
        `what JSON lines call things: ${fields.join(', ')}; target=request.path`,
      ).argParser((text: string, sofar: EvidenceSettings['jsonFields'] = {}) => ({ ...sofar, ...parseField(text) })),
    )
    .option('--salt <text>', 'with which unknown callers are hashed (default: this installation’s own)');
}

function parseField(text: string): EvidenceSettings['jsonFields'] {
  const [, field, name] = /^([a-z]+)=(.+)$/s.exec(text) ?? [];
  if (!fields.includes(field as (typeof fields)[number])) {
    throw new InvalidArgumentError(`Write FIELD=NAME with one of ${fields.join(', ')}, such as target=request.path.`);
  }
  return { [field as string]: name };
}
