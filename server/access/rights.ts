import type { StaffRole } from '../../contract/session.ts'

const everybody: readonly StaffRole[] = ['pharmacist', 'clerk', 'admin', 'maintainer']
const desk: readonly StaffRole[] = ['pharmacist', 'clerk', 'admin']
const responsible: readonly StaffRole[] = ['pharmacist', 'admin']

/**
 * Who may do what: the one table. A route names its right in `config.right`, and one that names none answers nobody. A maintainer looks
 * after the box: sees how it does, and reads nothing of a patient.
 */
export const rights = {
  /** One's own session, password and second factors. */
  'own-account': everybody,
  /** The line on top of every page. */
  'every-page': everybody,
  /** How the box does, who stands where, what is told to everybody: nothing of it is a patient's. */
  'box-state': everybody,
  /** Reading and writing what is known of people: the work at the counters. */
  patients: desk,
  /** Counters and their readers. */
  desk,
  /** What cannot be left to whoever stands nearest: for who answers for the pharmacy. */
  decisions: responsible,
  /** What holds for the whole pharmacy. */
  settings: ['admin'],
  /** 端末: which browsers are let in. */
  devices: ['admin'],
  /** 職員: accounts of others. */
  staff: ['admin'],
  /** The description of this surface. */
  surface: ['admin'],
  /** Who looked at what. */
  audit: responsible,
  /** Names and addresses of the box, and what else it finds on the network. */
  lan: ['admin', 'maintainer'],
} as const satisfies Record<string, readonly StaffRole[]>

export type Right = keyof typeof rights

/** Everything that is not in the table is refused. */
export const mayUse = (role: StaffRole, right: Right): boolean => (rights[right] as readonly StaffRole[]).includes(role)
