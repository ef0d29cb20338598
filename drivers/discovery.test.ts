import { describe, expect, it } from 'vitest'
import { discoverReader, readerModels, type ReaderModel } from './discovery.ts'

const label = (found: ReturnType<typeof discoverReader>): string => (found.ok ? found.model.label : found.code)

describe('which model a reader is', () => {
  it.each(readerModels.map((model) => [model.label, model] as const))(
    'is told by vendor and product: %s',
    (name, { vendor, product, family }) => {
      const found = discoverReader({ vendor, product, name: 'whatever the daemon calls it' })
      expect(found).toMatchObject({ ok: true, model: { label: name, family } })
    },
  )

  it('is told by its name alone where the driver does not give the numbers', () => {
    expect(label(discoverReader({ name: 'SONY FeliCa RC-S300/S (0236798) 00 00' }))).toBe('Sony RC-S300/S')
    expect(label(discoverReader({ name: 'ACS ACR122U PICC Interface 00 00' }))).toBe('ACS ACR122U')
  })

  it('is never told by its name when the numbers say otherwise', () => {
    expect(label(discoverReader({ vendor: '1234', product: '5678', name: 'SONY FeliCa RC-S300/S' }))).toBe('unknown')
  })

  it('is unknown when neither is known', () => {
    expect(label(discoverReader({ name: 'Virtual PCD 00 00' }))).toBe('unknown')
    expect(label(discoverReader({ vendor: '04e6', product: '5591', name: 'SCL3711' }))).toBe('unknown')
  })

  it('is not guessed between two that fit as well', () => {
    const [model] = readerModels
    const twins: ReaderModel[] = [model!, { ...model!, label: 'twin', family: 'acs-direct' }]
    expect(label(discoverReader({ vendor: model!.vendor, product: model!.product, name: 'RC-S300/S' }, twins))).toBe(
      'tie',
    )
    expect(label(discoverReader({ name: 'RC-S300/S' }, twins))).toBe('tie')
  })
})

describe('the table of models', () => {
  it('has each pair of numbers once, in the spelling of the kernel', () => {
    const ids = readerModels.map(({ vendor, product }) => `${vendor}:${product}`)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{4}:[0-9a-f]{4}$/)
  })
})
