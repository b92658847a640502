// Whether the policy lets a release skip the ceremony (A25). An exemption that was claimed but does not hold is said
// aloud: "it is only a minor release" is how pkgdb2's users were surprised.

import { type IsoDate, sayDay } from '../base/index.ts';
import type { Service } from '../catalog/index.ts';
import type { Comparison } from '../rules/index.ts';
import type { Policy, PolicyExemption } from './policy.ts';
import type { Release } from './release.ts';

interface ExemptionQuestion {
  readonly release: Release;
  readonly service: Service;
  readonly comparison: Comparison;
  readonly policy: Policy;
  /** Today, in the deploy window's zone. */
  readonly day: IsoDate;
}

export function chooseExemption(question: ExemptionQuestion): {
  readonly exemption: PolicyExemption | null;
  readonly remarks: readonly string[];
} {
  const remarks: string[] = [];
  for (const exemption of question.policy.exemptions) {
    if (exemption.services.length > 0 && !exemption.services.includes(question.service.name)) continue;
    const refusal = refuse(exemption, question);
    if (refusal === null) return { exemption, remarks };
    if (refusal !== '') remarks.push(refusal);
  }
  return { exemption: null, remarks };
}

/** Null where it holds, '' where it is about something else, otherwise why it does not hold although it might seem so. */
function refuse(exemption: PolicyExemption, { release, service, comparison, day }: ExemptionQuestion): string | null {
  const { verdict, summary } = comparison;
  const applies = {
    'no-break': verdict !== 'breaking' && verdict !== 'unknown',
    minor: release.minor,
    leaf: service.tier === 'leaf',
  }[exemption.when];
  if (!applies) return '';
  if (exemption.until !== null && exemption.until < day) {
    return `The exemption ${exemption.id} (${exemption.reason}) ended on ${sayDay(exemption.until)}: ${exemption.owner} has to renew it or drop it.`;
  }
  if (exemption.when !== 'leaf' && verdict !== 'breaking' && verdict !== 'unknown' && release.declared === 'breaks') {
    return `No difference in the documents breaks a caller, but ${release.author} says that it breaks: it is not exempt.`;
  }
  if (exemption.when === 'minor' && verdict === 'breaking') {
    const count = summary.breaking === 1 ? 'one difference breaks' : `${summary.breaking} differences break`;
    return `It is marked minor, but ${count} callers: it is not exempt as a minor release.`;
  }
  if (exemption.when === 'minor' && verdict === 'unknown') {
    return 'It is marked minor, but whether it breaks is not known: it is not exempt as a minor release.';
  }
  return null;
}
