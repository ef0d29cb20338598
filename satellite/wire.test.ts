import { describe, expect, it } from 'vitest'
import { toWire } from './wire.ts'

describe('on the way to the box', () => {
  it('a card that only lies there is told without its id', () => {
    expect(toWire({ type: 'card-lying', at: 1, device: 'a', idm: '0123456789ABCDEF' })).toEqual({
      type: 'card-lying',
      device: 'a',
    })
  })
})
