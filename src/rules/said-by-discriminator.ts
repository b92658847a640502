// A value that a schema of one release asks for by a list or a constant, where the discriminator of the other said already
// that it stands for the form: generators write it down from one version to the next.

import { pairsAlong, pathInRoot, sendingSide } from './aim.ts';
import { valuesForForm } from './discriminator-forms.ts';
import type { Difference } from './find-differences.ts';
import type { Prover } from './prove.ts';

/** Whether all that the sender documents of a discriminator's property, by the discriminator alone, is still accepted there. */
export function isSaidByDiscriminator(difference: Difference, prover: Prover): boolean {
  const { pair } = difference.schemas!;
  const path = pathInRoot(difference);
  const pairs = pairsAlong(difference);
  const [form, last] = [pairs.at(-2), path.at(-1)];
  if (difference.rule.on !== 'schema' || last?.kind !== 'property' || form === undefined || pairs.at(-1) !== pair)
    return false;
  const sent = sendingSide(pair);
  if (sent.enumValues !== null || sent.has('const')) return false; // it says itself what it may be
  const { direction, base, revision } = difference.context;
  const [own, other] = direction === 'response' ? [revision, base] : [base, revision];
  const list = path.at(-2)?.kind === 'branch' ? pairs.at(-3) : undefined;
  const values = valuesForForm(sendingSide(form), list === undefined ? null : sendingSide(list), last.name, own, other);
  return values.length > 0 && values.every((value) => !prover.refuses(pair, value));
}
