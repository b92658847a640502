// The tables as both engines hold them. Documents that no query looks into are JSON text; moments are ISO 8601 text
// with milliseconds, which sorts as time; truth is 0 or 1, because SQLite has no boolean.

export interface ReleaseTable {
  id: string;
  service: string;
  version: string;
  author: string;
  state: string;
  declared: string;
  minor: number;
  created_at: string;
  staged_at: string | null;
  revision: number;
  depends_on: string;
  /** Raised by every change of the release: whoever decided on an older one is told so instead of overwriting. */
  stamp: number;
}

export interface AssessmentTable {
  release: string;
  number: number;
  at: string;
  verdict: string;
  breaking: number;
  affected_teams: string;
  comparison: string;
  /** Those of both documents; null in what was assessed before they were kept. */
  operations: string | null;
  /** What stands before the paths of both documents; null in what was assessed before they were kept. */
  server_paths: string | null;
  /** The comparison the other way round; null in what was assessed before it was kept. */
  rollback: string | null;
}

export interface PlanTable {
  release: string;
  number: number;
  at: string;
  deploy_at: string;
  document: string;
}

export interface WrittenStepTable {
  release: string;
  step: string;
  /** What it was for: a meeting's or a deploy's moment, or `once`. For another occasion it is written again. */
  occasion: string;
  written_at: string;
}

export interface IntendedTable {
  release: string;
  finding: string;
  by: string;
  at: string;
}

export interface ApprovalTable {
  release: string;
  by: string;
  fingerprint: string;
  at: string;
  why: string | null;
}

export interface UnderstandingTable {
  release: string;
  team: string;
  by: string;
  at: string;
  via: string;
  note: string | null;
}

export interface DiscussionTable {
  release: string;
  number: number;
  meeting: string;
  at: string;
  outcome: string;
  minutes: string | null;
  recorded_by: string;
}

export interface ShiftTable {
  id: string;
  release: string;
  team: string;
  start_at: string;
  end_at: string;
  released_at: string | null;
  /** In the release's roster, from 0: who comes first is the roster's to say, not the clock's. */
  place: number;
  document: string;
}

export interface MessageTable {
  key: string;
  /** The order in which messages were written; within a thread also the order of delivery. */
  number: number;
  release: string;
  thread: string;
  document: string;
  state: string;
  due_at: string;
  attempts: number;
  last_attempt_at: string | null;
  lease_until: string | null;
  leased_by: string | null;
  because: string | null;
  hint: string | null;
  receipt: string | null;
}

export interface EventTable {
  sequence: number;
  at: string;
  type: string;
  subject: string;
  actor: string;
  via: string;
  why: string | null;
  data: string;
}

export interface CounterTable {
  name: string;
  value: number;
}

export interface TokenTable {
  /** SHA-256 of the token, hex: the token itself is shown once and kept nowhere. */
  hash: string;
  name: string;
  role: string;
  team: string | null;
  created_at: string;
  revoked_at: string | null;
}

export interface EvidenceImportTable {
  id: string;
  service: string;
  source: string;
  origin: string;
  environment: string | null;
  at: string;
  by: string;
  unmatched: string;
  notes: string;
}

export interface EvidenceTable {
  import: string;
  number: number;
  consumer: string | null;
  caller_key: string | null;
  caller_name: string | null;
  caller_version: string | null;
  caller_environment: string | null;
  service: string;
  operation: string;
  fields: string | null;
  environment: string;
  requests: number;
  /** Null in what was imported before answers were kept, as where the source does not tell. */
  answers: string | null;
  first_seen: string;
  last_seen: string;
  source: string;
}

/** See `ReadMark`. */
export interface EvidencePartTable {
  service: string;
  head: string;
  name: string;
  start_byte: number;
  end_byte: number;
  digest: string;
  import: string;
}

export interface CatalogEntryTable {
  kind: string;
  name: string;
  /** `living`, `deleted` or `retired`. */
  state: string;
  settings: string;
  changed_at: string;
}

export interface CallerDecisionTable {
  key: string;
  /** Empty for what holds in every service. */
  service: string;
  decision: string;
  team: string | null;
  consumer: string | null;
  reason: string | null;
  by: string;
  at: string;
  /** What it called when it was decided, as JSON. */
  seen: string;
}

export interface CodeSearchTable {
  service: string;
  plan: string;
  at: string;
  progress: string;
}

export interface RungClaimTable {
  release: string;
  consumer: string;
  rung: string;
  by: string;
  at: string;
  via: string;
  why: string | null;
  version: string | null;
}

export interface DeploymentTable {
  release: string;
  consumer: string;
  environment: string;
  /** '' where it is not known: it belongs to the key. */
  version: string;
  at: string;
  by: string;
  source: string;
  url: string | null;
  /** 1, 0, or null where nobody could tell. */
  holds_port: number | null;
}

export interface PortingTable {
  release: string;
  consumer: string;
  read_at: string;
  document: string;
}

export interface RepositoryReadTable {
  release: string;
  consumer: string;
  tried_at: string;
  read_at: string | null;
  because: string | null;
}

export interface Tables {
  releases: ReleaseTable;
  assessments: AssessmentTable;
  plans: PlanTable;
  written_steps: WrittenStepTable;
  intended_findings: IntendedTable;
  approvals: ApprovalTable;
  understandings: UnderstandingTable;
  discussions: DiscussionTable;
  shifts: ShiftTable;
  messages: MessageTable;
  events: EventTable;
  counters: CounterTable;
  api_tokens: TokenTable;
  evidence_imports: EvidenceImportTable;
  evidence: EvidenceTable;
  evidence_parts: EvidencePartTable;
  catalog_entries: CatalogEntryTable;
  code_searches: CodeSearchTable;
  caller_decisions: CallerDecisionTable;
  rung_claims: RungClaimTable;
  deployments: DeploymentTable;
  portings: PortingTable;
  porting_reads: RepositoryReadTable;
  deployment_reads: RepositoryReadTable;
}
