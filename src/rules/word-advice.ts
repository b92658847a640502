// Rules advise those whom a release meets. Where the release is taken back, where the announced end was kept, or where
// the thing is never sent at all, the same finding asks for something else; that is said here once instead of in each
// rule, so rules keep to the few phrases below.

import type { Severity } from './comparison.ts';

/** Rules say "before the release" and "from the release on", never "soon" or "now on". */
const whenTakenBack: readonly (readonly [RegExp, string])[] = [
  [/\bbefore the release\b/g, 'before the release is taken back'],
  [/\bfrom the release on\b/g, 'once the release is taken back'],
  [/\bwith the next release\b/g, 'once the release is taken back'],
];

/** What rules say of calls and answers where the receiver of this API's own calls (a webhook, a callback) is advised. */
const whereTheApiCalls: readonly (readonly [RegExp, string])[] = [
  [/\bwith every call\b/g, 'with every answer'],
  [/\bBe ready for answers\b/g, 'Be ready for calls'],
];

/** Of one of several forms: what is refused or missed in it may be let through, or left out, in another. */
const whereInForm: readonly (readonly [RegExp, string])[] = [
  [
    /^Stop sending ("(?:[^"\\]|\\.)*"|-?\d[\d.]*|null|true|false|the property)(?= before\b|[.:;])/,
    'Stop sending $1 in this form',
  ],
  [/^Send the property with every call\b/, 'Send the property wherever you send this form'],
];

/** What those who run the API could have done better comes last in an advice, and speaks of the way forward. */
const toWhoeverRunsIt = /\s*Whoever runs the API: .*$/s;

/** Without what is told to those who run the API; empty where nothing else is. */
export function adviceForCallers(advice: string): string {
  return advice.replace(toWhoeverRunsIt, '').trim();
}

/** The same advice for who reads it once the release is out: what was asked for by then is asked for now. */
export function wordAdviceOnceOut(advice: string): string {
  return advice.replace(/\b(?:before the release|from the release on)\b/g, 'now that the release is out');
}

/** The same of a release that is taken back, for who reads it once that is done. */
export function wordAdviceOnceBack(advice: string): string {
  return advice.replace(/\b(?:before|once) the release is taken back\b/g, 'now that the release is taken back');
}

const nothingToDo = /^Nothing to do( for this alone)?(?=[.;:])/;

/** What is safe on the wire may break the code of who uses a generated client: "nothing" is then true of calls alone. */
function forGeneratedClients(advice: string, codegen: Severity): string {
  if (codegen === 'safe' || !nothingToDo.test(advice)) return advice;
  const may = codegen === 'breaking' ? 'has to' : 'may have to';
  return `${advice.replace(nothingToDo, 'Nothing to do for calls$1')} Code that uses a generated client ${may} follow.`;
}

export interface AdviceSituation {
  /** The newer release is taken back. */
  readonly reversed: boolean;
  /** The thing was removed after the day that its deprecation had named. */
  readonly kept: boolean;
  /** Neither side may send it: `readOnly` in a request, `writeOnly` in a response. */
  readonly unsent: boolean;
  /** An example looked for in vain: of what travels as text, all that is sent is still accepted. */
  readonly sameAsText: boolean;
  /** Whom it hurts who uses a client generated from the document. */
  readonly codegen: Severity;
  /** The API calls and its clients answer: who sends what is turned round. */
  readonly apiCalls: boolean;
  /** It lies in one of several forms. */
  readonly inForm: boolean;
}

export function wordAdvice(written: string, situation: AdviceSituation): string {
  return forGeneratedClients(wordForCalls(written, situation), situation.codegen);
}

function wordForCalls(written: string, situation: AdviceSituation): string {
  const { reversed, kept, unsent, sameAsText, apiCalls, inForm } = situation;
  if (unsent) return 'Nothing to do; it is never sent in this direction.';
  if (sameAsText) return 'Nothing to do; as text, what is sent is still accepted.';
  const ofForm = inForm ? replaceAll(written, whereInForm) : written;
  const advice = apiCalls ? replaceAll(ofForm, whereTheApiCalls) : ofForm;
  if (!reversed && !kept) return advice;
  const toCallers = advice.replace(toWhoeverRunsIt, '');
  if (!reversed) return toCallers === '' ? advice : toCallers;
  const reworded = replaceAll(toCallers, whenTakenBack);
  return reworded === '' ? 'Nothing to do for callers.' : reworded;
}

function replaceAll(text: string, pairs: readonly (readonly [RegExp, string])[]): string {
  return pairs.reduce((words, [phrase, instead]) => words.replace(phrase, instead), text);
}
