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
  EHOSTUNREACH: (_, hostname) => `no way leads to ${hostname}`,
  ENETUNREACH: (_, hostname) => `no way leads to ${hostname}`,
  ETIMEDOUT: (host) => `${host} does not answer`,
  EPROTO: (host) => `${host} does not speak TLS as https does`,
  CERT_HAS_EXPIRED: (host) => `the certificate of ${host} has expired`,
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownIssuer,
  SELF_SIGNED_CERT_IN_CHAIN: unknownIssuer,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownIssuer,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownIssuer,
  ERR_TLS_CERT_ALTNAME_INVALID: (host, hostname) => `the certificate of ${host} is not for ${hostname}`,
  Z_DATA_ERROR: (host) => `what ${host} sent is not packed as it says`,
  Z_BUF_ERROR: (host) => `${host} broke off in the middle`,
};

function unknownIssuer(host: string): string {
  return `the certificate of ${host} is by nobody whom Node trusts (NODE_EXTRA_CA_CERTS names whom else to trust)`;
}
