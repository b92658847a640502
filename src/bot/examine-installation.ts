// The doctor for an installation that may not even open: what keeps it from opening is a finding, not a crash.

import { type ErrorCode, TocsinError } from '../base/index.ts';
import { checkNode } from './doctor.ts';
import { type OpenOptions, openTocsin } from './open-tocsin.ts';
import type { Checkup } from './tocsin.ts';

const nameOf: Partial<Record<ErrorCode, string>> = {
  'config-unreadable': 'config',
  'config-invalid': 'config',
  'store-unavailable': 'store',
};

/** As `Tocsin.doctor`; throws only bugs. */
export async function examineInstallation(options: OpenOptions): Promise<readonly Checkup[]> {
  try {
    const tocsin = await openTocsin(options);
    try {
      return await tocsin.doctor();
    } finally {
      await tocsin.close();
    }
  } catch (error) {
    const name = error instanceof TocsinError ? nameOf[error.code] : undefined;
    if (!(error instanceof TocsinError) || name === undefined) throw error;
    const places = ['config', 'store', 'channels', 'deliveries'];
    const at = places.indexOf(name);
    return [
      checkNode(),
      ...places.map((place, index): Checkup => {
        if (index === at) return { name, state: 'broken', because: placed(error), hint: error.hint };
        return index < at
          ? { name: place, state: 'ok', because: 'It was read.', hint: null }
          : {
              name: place,
              state: 'unknown',
              because: `Not looked at: the ${name} has to be mended first.`,
              hint: null,
            };
      }),
    ];
  }
}

function placed({ message, position }: TocsinError): string {
  return position?.line == null ? message : `${position.source}:${position.line}:${position.column}: ${message}`;
}
