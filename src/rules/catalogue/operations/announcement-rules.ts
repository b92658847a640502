// `Deprecation` (RFC 9745) and `Sunset` (RFC 8594) among the documented headers of a response: the server will say with
// its answers that the operation is on its way out.

import { responses } from '../../example.ts';
import { defineRule, type Rule } from '../../rule.ts';

const meanings: Readonly<Record<string, string>> = {
  deprecation: 'that the operation is deprecated',
  sunset: 'until when the operation stays',
};

/** Headers, in lower case, whose coming and going says something of the operation's life. */
export const announcing: ReadonlySet<string> = new Set(Object.keys(meanings));

type Found = { readonly header: string; readonly required: boolean };

function announcementRule(change: 'added' | 'removed'): Rule {
  const added = change === 'added';
  const names = ['Sunset', 'Deprecation'];
  const answer = (name: string) => ({ headers: { [name]: { schema: { type: 'string' } } } });
  return defineRule({
    id: `lifecycle-header-${change}`,
    on: 'header',
    purpose: `Reports a response that ${added ? 'announces now' : 'no longer announces'}, with a \`Deprecation\` or \`Sunset\` header, the end of its operation.`,
    about: 'lifecycle',
    severity: 'safe',
    advice: added
      ? 'Look at the header in the answers that you get, and plan to do without the operation.'
      : 'Ask whoever runs the API whether the operation stays.',
    identifying: ['header'],
    *find({ before, after }): Iterable<Found> {
      const [absent, present] = added ? [before, after] : [after, before];
      if (absent === null && present !== null && announcing.has(present.key)) {
        yield { header: present.key, required: present.required };
      }
    },
    say: ({ header }, { where }) => `the ${where} ${added ? 'now tells' : 'no longer tells'} ${meanings[header]}`,
    peers: ({ facts, place }) => {
      if (place.message !== 'response') return [];
      return [added ? 'response-header-added' : `${facts.required ? 'required' : 'optional'}-response-header-removed`];
    },
    examples: () => ({
      reports: names.map((name) =>
        added
          ? responses({}, answer(name), 'safe', ['response-header-added'])
          : responses(answer(name), {}, 'safe', ['optional-response-header-removed']),
      ),
      silent: [responses(answer('Sunset'), answer('sunset'))],
    }),
  });
}

export const announcementRules: readonly Rule[] = [announcementRule('added'), announcementRule('removed')];
