import type { FamilyName } from './felica/families.ts'

/** What is known of a reader before it is used. Vendor and product are four lower-case hexadecimal digits. */
export interface Fingerprint {
  vendor?: string | undefined
  product?: string | undefined
  /** The name the PC/SC daemon gives it. */
  name: string
}

/** One model: how it is recognised, what it is called, and how it carries FeliCa frames. */
export interface ReaderModel {
  vendor: string
  product: string
  /** For a daemon or driver that does not tell vendor and product. */
  name: RegExp
  label: string
  family: FamilyName
}

export type Discovery = { ok: true; model: ReaderModel } | { ok: false; code: 'unknown' | 'tie' }

/** Numbers and names as in libccid's list of readers (`Info.plist`); families as their makers' manuals say. */
export const readerModels: readonly ReaderModel[] = [
  { vendor: '054c', product: '0dc8', name: /RC-S300\/S/, label: 'Sony RC-S300/S', family: 'sony' },
  { vendor: '054c', product: '0dc9', name: /RC-S300\/P/, label: 'Sony RC-S300/P', family: 'sony' },
  { vendor: '054c', product: '0d8f', name: /RC-S660/, label: 'Sony RC-S660/U', family: 'sony' },
  { vendor: '072f', product: '221a', name: /ACR1251/, label: 'ACS ACR1251U', family: 'acs-direct' },
  { vendor: '072f', product: '223b', name: /ACR1252 Dual/, label: 'ACS ACR1252U', family: 'acs-direct' },
  { vendor: '072f', product: '223e', name: /ACR1252 Reader/, label: 'ACS ACR1252U', family: 'acs-direct' },
  { vendor: '072f', product: '2259', name: /ACR1252IMP/, label: 'ACS ACR1252IMP', family: 'acs-direct' },
  { vendor: '072f', product: '2200', name: /ACR122/, label: 'ACS ACR122U', family: 'acs-pn532' },
]

/** Vendor and product decide; a name that fits as well breaks no tie that they leave, a name alone is the weakest sign. */
const idScore = 2
const nameScore = 1

/**
 * Which model a reader is. The best score wins; two models with the same best score are a `tie`, and nothing is guessed: such a
 * reader still gives the id of every card, and only member records stay unread.
 */
export function discoverReader(
  { vendor, product, name }: Fingerprint,
  models: readonly ReaderModel[] = readerModels,
): Discovery {
  const scored = models
    .map((model) => {
      const hasIds = vendor !== undefined && product !== undefined
      const isSameId = vendor === model.vendor && product === model.product
      // A known number that differs rules a model out, whatever the name says.
      const score = hasIds && !isSameId ? 0 : (isSameId ? idScore : 0) + (model.name.test(name) ? nameScore : 0)
      return { model, score }
    })
    .filter(({ score }) => score > 0)
  const best = Math.max(...scored.map(({ score }) => score))
  const [first, ...others] = scored.filter(({ score }) => score === best)
  if (!first) return { ok: false, code: 'unknown' }
  return others.length > 0 ? { ok: false, code: 'tie' } : { ok: true, model: first.model }
}
