// What not every machine has. A test that needs it is skipped with the reason in its name, unless TOCSIN_REQUIRE
// (a comma-separated list, set in CI) names it: then the want of it is a failure.

export type Requirement = 'postgres' | 'chromium' | 'openssl';

/** `because` is null where the thing is there. Answers how a `describe` that needs it is to be called. */
export function requirement(
  name: Requirement,
  because: string | null,
): { readonly skip: boolean; readonly note: string } {
  if (because === null) return { skip: false, note: '' };
  const required = (process.env.TOCSIN_REQUIRE ?? '').split(',').map((word) => word.trim());
  if (required.includes(name)) throw new Error(`TOCSIN_REQUIRE asks for ${name}, but ${because}`);
  return { skip: true, note: ` (skipped, because ${because})` };
}
