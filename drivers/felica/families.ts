import type { ReaderFamily } from './exchange.ts'
import { acsDirect } from './families/acs-direct.ts'
import { acsPn532 } from './families/acs-pn532.ts'
import { sony } from './families/sony.ts'

/** Every family of readers the box carries FeliCa frames through, by the name the discovery table uses. */
export const families = {
  sony: sony(),
  'acs-pn532': acsPn532,
  'acs-direct': acsDirect,
} as const satisfies Record<string, ReaderFamily>

export type FamilyName = keyof typeof families
