// Checks of the leading tool that no finding of ours can be, and why. "Not done" is no reason.

/** Id → "meaningless, because …". */
export const waivedPeers: ReadonlyMap<string, string> = new Map([
  [
    'api-security-component-oauth-scope-changed',
    'meaningless, because only the description of a scope changed, and descriptions do not count',
  ],
]);
