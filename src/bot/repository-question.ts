import type { Changes, Records, RepositoryRead } from '../store/index.ts';
import type { House } from './house.ts';

/** `Ref` says what is asked of one repository, and `Answer` what it told. */
export interface RepositoryQuestion<Ref, Answer extends object> {
  readonly name: string;
  /** Null where the policy does not want it, or nothing here speaks to GitHub. Null for a repository whose turn did not come. */
  askerOf(house: House): ((refs: readonly Ref[]) => Promise<readonly (Answer | { because: string } | null)[]>) | null;
  /** Whom it is about, with what is asked of their repositories. */
  whom(house: House, records: Records, release: string): Promise<readonly { consumer: string; ref: Ref }[]>;
  reads(records: Records, release: string): Promise<readonly RepositoryRead[]>;
  setRead(changes: Changes, release: string, read: RepositoryRead): Promise<void>;
  /** Writes what is new, with its events. */
  keep(house: House, release: string, told: readonly { consumer: string; answer: Answer }[]): Promise<void>;
}
