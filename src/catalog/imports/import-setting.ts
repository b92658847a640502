import { z } from 'zod';

const files = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

/** One entry of `imports:`. Files are named from the folder of the file in which the entry stands. */
export const importSetting = z
  .strictObject({
    backstage: files.optional().describe('catalog-info.yaml files; * stands for anything'),
    except: z.array(z.string().min(1)).default([]).describe('Entities to pass over, such as component:default/old'),
    pact: files.optional().describe('Pact contracts; * stands for anything'),
    codeowners: z.string().min(1).optional().describe('A CODEOWNERS file'),
    repository: z
      .string()
      .regex(/^[^/\s]+\/[^/\s]+$/, 'must be owner/repository')
      .optional()
      .describe('Whose CODEOWNERS it is, as the consumers say it'),
  })
  .refine(
    ({ backstage, pact, codeowners }) => [backstage, pact, codeowners].filter((one) => one !== undefined).length === 1,
    { error: 'must name one of backstage, pact or codeowners' },
  )
  .refine(({ codeowners, repository }) => (codeowners === undefined) === (repository === undefined), {
    error: 'must name codeowners and repository together',
  });
