/** Why a host gave no answer, as a clause; null where Node names no reason that a person knows. */
export function networkFault(cause: unknown, { host, hostname }: Pick<URL, 'host' | 'hostname'>): string | null {
  for (let at = cause; at instanceof Error; at = at.cause) {
    const fault = faults[(at as NodeJS.ErrnoException).code ?? ''];
    if (fault !== undefined) return fault(host, hostname);
  }
  return null;
}

const faults: Readonly<Record<string, (host: string, hostname: string) => string>> = {
  ENOTFOUND: (_, hostname) => `the host ${hostname} is not known`,
  EAI_AGAIN: (_, hostname) => `the host ${hostname} cannot be looked up now`,
  ECONNREFUSED: (host) => `${host} refuses the connection`,
  ECONNRESET: (host) => `${host} broke off the connection`,
};
