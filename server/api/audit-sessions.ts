import type { FastifyRequest } from 'fastify'
import type { AuditLog } from '../access/audit.ts'
import type { OpenSession } from '../access/sessions.ts'
import { nothing, type AuditDetail } from '../store/audit.ts'
import { bugReport, refuse } from './errors.ts'

/** Failures that have a row each; from then on as seldom as the waits double. */
const mostSingly = 5
const forgetAfterMs = 60 * 60 * 1000

type SessionDeed = 'signed-in' | 'sign-in-failed' | 'signed-out' | 'locked' | 'unlocked'

interface Who {
  staffId: string
  deviceId: string | null
}

export interface SessionNotes {
  /** Before the browser is told that it is in: without a row nobody is. */
  noteIn(request: FastifyRequest, what: 'signed-in' | 'unlocked', session: OpenSession): Promise<void>
  noteOut(request: FastifyRequest, what: 'signed-out' | 'locked'): Promise<void>
  /** An attempt against an account that there is. What was typed is in no row. */
  noteFailure(request: FastifyRequest, staffId: string, code: string): Promise<void>
}

/** Who came in, with what, from where; what failed at it; who went, and who hid the page. */
export function createSessionNotes(log: AuditLog, now: () => number): SessionNotes {
  const failures = new Map<string, { times: number; at: number }>()

  const note = (
    request: FastifyRequest,
    who: Who,
    what: SessionDeed,
    { result = 'ok', ...detail }: AuditDetail & { result?: string } = {},
  ): Promise<void> =>
    log.note({
      ...nothing,
      ...who,
      address: request.ip,
      what,
      result,
      detail: Object.keys(detail).length === 0 ? null : JSON.stringify(detail),
    })

  /** Nothing is shown by these, so they are done with a row or without. */
  async function noteAnyway(request: FastifyRequest, row: Promise<void>): Promise<void> {
    try {
      await row
    } catch (error) {
      request.log.error(bugReport(error), 'the audit trail could not be written')
    }
  }

  return {
    async noteIn(request, what, { staff, deviceId, proof }) {
      failures.delete(staff.id)
      try {
        await note(request, { staffId: staff.id, deviceId }, what, { proof })
      } catch (error) {
        request.log.error(bugReport(error), 'the audit trail could not be written')
        refuse('audit-not-written')
      }
    },
    async noteOut(request, what) {
      const { session, deviceId } = request
      if (session) await noteAnyway(request, note(request, { staffId: session.staff.id, deviceId }, what))
    },
    async noteFailure(request, staffId, code) {
      const known = failures.get(staffId)
      const times = known && now() - known.at <= forgetAfterMs ? known.times + 1 : 1
      failures.set(staffId, { times, at: now() })
      // Whoever guesses must not be able to fill the disk, from however many addresses.
      if (times > mostSingly && !Number.isInteger(Math.log2(times))) return
      const row = note(request, { staffId, deviceId: request.deviceId }, 'sign-in-failed', { result: code, times })
      await noteAnyway(request, row)
    },
  }
}
