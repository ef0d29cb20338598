import { Type, type Static } from 'typebox'
import { Id } from './text.ts'

export const StaffRole = Type.Union([
  Type.Literal('pharmacist'),
  Type.Literal('clerk'),
  Type.Literal('admin'),
  Type.Literal('maintainer'),
])
export type StaffRole = Static<typeof StaffRole>

export const SignIn = Type.Object(
  { id: Type.String({ minLength: 1, maxLength: 64 }), password: Type.String({ minLength: 1, maxLength: 256 }) },
  { additionalProperties: false },
)
export type SignIn = Static<typeof SignIn>

/** Who is signed in on this page. */
export const Session = Type.Object({
  staff: Type.Object({ id: Id, login: Type.String(), name: Type.String(), role: StaffRole }),
})
export type Session = Static<typeof Session>
