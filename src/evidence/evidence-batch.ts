import type { UseEvidence } from '../catalog/index.ts';

/** What one import brings: all of it is recorded, or nothing. */
export interface EvidenceBatch {
  /** Made of the content that was read, `sha256:…`: the same content again is the same import and counts once. */
  readonly id: string;
  readonly service: string;
  /** The kind of source, as in `UseEvidence`. */
  readonly source: string;
  /** Where it was read, for people: names of files, each with the folder that it lies in, or a repository. */
  readonly origin: string;
  /** Which of the service's environments it was said to be of; null where the evidence itself has to tell. */
  readonly environment?: string | null;
  /**
   * True for a source that states everything anew each time, such as a contract: then it takes the place of what the
   * same source said under the same origin. A log adds.
   */
  readonly replaces: boolean;
  readonly uses: readonly UseEvidence[];
  /** What was read of each file that may grow: nothing of what earlier imports had read. */
  readonly marks: readonly ReadMark[];
  readonly unmatched: readonly UnmatchedRequests[];
  /** What a reader of the import has to know: what was left out, folded together, or cannot be told. */
  readonly notes: readonly string[];
}

/**
 * One part of a growing file that one import read. The file is known by its first line, not by its name: a rotated and
 * packed log is the same file under another name. An import that is forgotten takes its parts with it, so that the next
 * one reads just these again, wherever in the file they lie.
 */
export interface ReadMark {
  /** SHA-256 of the first line. */
  readonly head: string;
  readonly name: string;
  /** Where the part begins: bytes, unpacked, from the start of the file. */
  readonly from: number;
  /** Where it ends: bytes, unpacked, from the start of the file. */
  readonly length: number;
  /** SHA-256 of everything from the start of the file to there: that has to be unchanged for the rest to be added. */
  readonly digest: string;
}

/** Requests that fit no operation of the document. */
export interface UnmatchedRequests {
  readonly method: string;
  /** The path with everything that may name a person or a secret taken out: `/users/{}/keys`. */
  readonly path: string;
  readonly requests: number;
  /** Of these, how many were answered with an error (4xx, 5xx). */
  readonly failed: number;
}
