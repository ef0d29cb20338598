import { MemberHints } from '../data/hints.ts'
import type { Failure } from '../data/outcome.ts'
import type { Box } from './box.ts'

/** The hints of one member, for as long as somebody looks at them. */
export const openHints = (box: Box, memberId: string): MemberHints => new MemberHints(box.http, box.live, memberId)

export type { Failure, MemberHints }
