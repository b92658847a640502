// `/pets/{id}` and `/pets/{petId}` are the same path: a caller never sends the name of a path parameter.

/** The template with each parameter's name taken out: `/pets/{id}.json` → `/pets/{}.json`. */
export function normalisePath(template: string): string {
  return template.includes('{') ? template.replace(/\{[^{}]*\}/g, '{}') : template;
}

/** The parameters' names in the order of the template. */
export function pathParameterNames(template: string): string[] {
  return [...template.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] as string);
}
