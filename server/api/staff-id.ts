import type { Session } from '../../contract/session.ts'
import { refuse } from './errors.ts'

/** Who is signed in, for what is noted with a name. */
export const staffIdOf = (session: Session | null): string => session?.staff.id ?? refuse('not-signed-in')
