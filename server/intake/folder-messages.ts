import type { FolderStatus } from '../../contract/status.ts'
import type { FoundFile, RefusedFile } from './folder-intake.ts'

/** What the thread that watches the folders is given when it starts. */
export interface ThreadSetup {
  folders: { path: string; mode: 'consume' | 'observe' }[]
  pollMs?: number
  maxBytes: number
  /** The box's clock less the machine's, milliseconds. */
  clockLeadMs: number
}

/** Questions only the store can answer; `folder` counts in the order of the setup. */
export type Question =
  | { kind: 'take'; files: FoundFile[] }
  | { kind: 'refuse'; file: RefusedFile }
  | { kind: 'is-known'; name: string; size: number; modifiedAt: number }
  | { kind: 'is-taken'; name: string; sha256: string }

export type FromThread =
  | { type: 'question'; id: number; folder: number; question: Question }
  | { type: 'status'; folder: number; status: FolderStatus }
  | { type: 'error'; error: unknown }

export type ToThread =
  | { type: 'answer'; id: number; isTrue: boolean }
  /** The box could not do it, and has said so itself. */
  | { type: 'failure'; id: number }
  | { type: 'stop' }
