import { describe, expect, it } from 'vitest'
import type { Reader } from '../../contract/reader.ts'
import { readersPill, stoppedServices } from './readers.ts'

const reader = (changes: Partial<Reader> = {}): Reader => {
  const { isConnected = true, isWanted = true } = changes
  return {
    id: 'r',
    kind: 'pcsc',
    label: 'リーダー',
    name: 'リーダー',
    counterId: null,
    isConnected,
    isWanted,
    isOn: isConnected && isWanted,
    since: 0,
    lastUsedAt: null,
    lastTouchMs: null,
    verdict: 'ok',
    version: 1,
    ...changes,
  }
}

describe('the mark of the readers on every page', () => {
  it.each<[string, Reader[], string, string]>([
    ['none', [], 'warn', 'なし'],
    ['all well', [reader(), reader()], 'ok', 'ON 2台'],
    ['one came off', [reader(), reader({ isConnected: false })], 'warn', '1台 切断'],
    ['one was switched off by a person', [reader(), reader({ isWanted: false })], 'wait', 'OFF 1台'],
    ['the only one was switched off', [reader({ isWanted: false })], 'warn', 'OFF 1台'],
    ['a bad cable', [reader({ verdict: 'contact' }), reader()], 'warn', '要点検 1台'],
    ['cards of another kind are not its fault', [reader({ verdict: 'wrong-card' })], 'ok', 'ON 1台'],
    [
      'an old one, switched off and put away, is missed by nobody',
      [reader(), reader({ isConnected: false, isWanted: false })],
      'ok',
      'ON 1台',
    ],
  ])('%s', (_what, readers, look, word) => {
    expect(readersPill(readers, [])).toEqual({ look, word })
  })

  it('says that they cannot be used when the service behind them does not run', () => {
    const services = [{ service: 'pcsc', state: 'no-daemon' } as const]
    expect(readersPill([reader({ isConnected: false })], services)).toEqual({ look: 'warn', word: '使えません' })
  })

  it('does not mind a service that nobody here needs, nor a kernel log that may not be read', () => {
    const services = [
      { service: 'serial', state: 'binding-missing' } as const,
      { service: 'pcsc', state: 'no-daemon' } as const,
      { service: 'usb', state: 'no-kernel-log' } as const,
    ]
    expect(stoppedServices(services, [reader({ satellite: '相談室' })])).toEqual([])
    expect(stoppedServices(services, [reader()])).toEqual([{ service: 'pcsc', state: 'no-daemon' }])
    expect(stoppedServices(services, []).map(({ service }) => service)).toEqual(['serial', 'pcsc'])
  })

  it('tells of a satellite that cannot work, even one that never saw a reader, and does not say it of all', () => {
    const far = { satellite: '相談室', service: 'pcsc', state: 'no-daemon' } as const
    const scanner = { satellite: '相談室', service: 'serial', state: 'binding-missing' } as const
    expect(stoppedServices([far, scanner], [reader()])).toEqual([far, scanner])
    expect(stoppedServices([far, scanner], [reader({ satellite: '相談室' })])).toEqual([far])
    expect(readersPill([reader()], [far])).toEqual({ look: 'warn', word: 'サテライト 要点検' })
    expect(readersPill([reader({ satellite: '相談室', isConnected: false })], [far]).word).toBe('1台 切断')
  })
})
