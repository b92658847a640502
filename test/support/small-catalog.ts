import { z } from 'zod';
import {
  type Catalog,
  catalogReferences,
  catalogSettings,
  readSettings,
  resolveCatalog,
} from '../../src/catalog/index.ts';

/** The catalogue that YAML describes, and nothing besides. */
export function smallCatalog(text: string): Catalog {
  return resolveCatalog(readSettings(text, 'tocsin.yaml', z.strictObject(catalogSettings), catalogReferences));
}
