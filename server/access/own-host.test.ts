import { expect, test } from 'vitest'
import { createOwnHost, isOwnOrigin } from './own-host.ts'

const isOwnHost = createOwnHost((name) => ['kusuribako.local', 'kb-7f3k2a.local'].includes(name))

test('the box answers to its names, to addresses and to localhost, on any port', () => {
  for (const host of [
    ...['kusuribako.local', 'KUSURIBAKO.local:8443', 'kusuribako.local.', 'kb-7f3k2a.local', 'localhost:8470'],
    ...['192.168.11.7', '127.0.0.1:1', '[::1]:8443', '[fd00::5]'],
  ])
    expect([host, isOwnHost(host)]).toEqual([host, true])
})

test('it answers to no other name, however that is written', () => {
  for (const host of [
    ...[undefined, '', 'attacker.example', 'kusuribako.local.attacker.example', 'attackerkusuribako.local', '.local'],
    ...['kusuribako.local@attacker.example', 'attacker.example#kusuribako.local', 'kusuribako.local/', 'localhost:'],
    ...[
      'kusuribako.local:443:443',
      'kusuribako.local, attacker.example',
      '127.1',
      '0x7f000001',
      '[::1',
      '::1',
      '[1.2.3.4]',
    ],
    ...[
      'localhost.attacker.example',
      'kusuribako..local',
      '-a.local',
      'ｋusuribako.local',
      'kusuribako.local\u0000',
      '*.local',
    ],
  ])
    expect([host, isOwnHost(host)]).toEqual([host, false])
})

test('an origin is the box’s own only with the same scheme, host and port', () => {
  expect(isOwnOrigin('https://kusuribako.local', 'kusuribako.local', true)).toBe(true)
  expect(isOwnOrigin('https://kusuribako.local', 'KUSURIBAKO.local:443', true)).toBe(true)
  expect(isOwnOrigin('http://localhost:8470', 'localhost:8470', false)).toBe(true)
  expect(isOwnOrigin('http://kusuribako.local', 'kusuribako.local', true)).toBe(false)
  expect(isOwnOrigin('http://kusuribako.local:443', 'kusuribako.local:443', true)).toBe(false)
  expect(isOwnOrigin('https://kusuribako.local:8443', 'kusuribako.local', true)).toBe(false)
  for (const origin of ['null', '', 'https://attacker.example', 'kusuribako.local'])
    expect(isOwnOrigin(origin, 'kusuribako.local', true)).toBe(false)
})
