import type { BreakGlassCode } from '../../contract/break-glass.ts'
import { saveBreakGlass } from '../store/break-glass.ts'
import type { Store } from '../store/open.ts'
import { hashCode } from './one-time-codes.ts'
import { foldTypedCode, makeTypedCode } from './typed-codes.ts'

/** A new sealed envelope: 80 bits, known only here and now. @param by null: the command line of the box */
export function makeBreakGlass(store: Store, by: string | null): BreakGlassCode {
  const code = makeTypedCode()
  return { account: saveBreakGlass(store, hashCode(foldTypedCode(code)), by), code }
}
