import type { NoncePurpose } from './device.ts'

/** What the key of a device signs. In a file of its own: the first page a browser loads needs it, and no schema. */
export const proofText = (purpose: NoncePurpose, nonce: string): string => `kusuribako device ${purpose} ${nonce}`
