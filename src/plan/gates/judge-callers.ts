import { counted } from '../../base/index.ts';
import { isProduction, sayClaim, type UnknownCaller } from '../../catalog/index.ts';
import type { GateInput } from './gate-input.ts';
import { closed, type Judgement, opened, uncompared, unknown } from './judgement.ts';

/** So many callers are named in a sentence; the rest is counted. */
const namedCallers = 3;

/** Nobody unknown was seen calling what breaks in production. */
export function judgeCallers({ comparison, impact, release }: GateInput): Judgement {
  if (comparison === null || impact === null || comparison.verdict === 'unknown') {
    return uncompared('What it breaks is not known.', release);
  }
  if (comparison.summary.breaking === 0) return opened('Nothing breaks a caller.');
  const strangers = impact.unknownCallers.filter(
    ({ breaking, environments }) => breaking.length > 0 && environments.some(({ name }) => isProduction(name)),
  );
  if (strangers.length > 0) {
    const named = strangers.slice(0, namedCallers).map(sayCaller).join('; ');
    const more = strangers.length > namedCallers ? `; and ${strangers.length - namedCallers} more` : '';
    return closed(
      `${counted(strangers.length, 'caller')} whom nobody has claimed ${strangers.length === 1 ? 'calls' : 'call'} what breaks: ${named}${more}.`,
      `Somebody claims ${strangers.length === 1 ? 'it' : 'each'}, or calls it noise and says why: \`tocsin callers list\`.`,
    );
  }
  if (!impact.observed) {
    return unknown(
      `Nobody has looked who calls ${release.service}: no calls were imported.`,
      'Import an access log or traces: `tocsin evidence import`.',
    );
  }
  const aside = impact.unknownCallers.length;
  return opened(
    aside === 0
      ? 'Everybody who was seen calling it is known.'
      : `Nobody unknown calls what breaks; ${counted(aside, 'unknown caller')} ${aside === 1 ? 'calls' : 'call'} something else, or only a place for trying things.`,
  );
}

function sayCaller(caller: UnknownCaller): string {
  const { key, name, requests, forwarded, lapsed, guess } = caller;
  const claim = forwarded === null && lapsed === null ? '' : `, ${sayClaim(caller)}`;
  const perhaps = forwarded !== null || guess === null ? '' : `, perhaps of ${guess.team}`;
  return `${name === null ? key : `${name} (${key})`}, ${requests === 0 ? 'no call seen' : counted(requests, 'request')}${claim}${perhaps}`;
}
