import { describe, expect, it } from 'vitest'
import { parseRoute, pathOf, type Route } from './route.ts'

describe('addresses', () => {
  const routes: [path: string, route: Route][] = [
    ['/', { page: 'list', tab: 'visits' }],
    ['/dispensings', { page: 'list', tab: 'dispensings' }],
    ['/members/m1', { page: 'person', person: { kind: 'member', id: 'm1' }, tab: 'history' }],
    ['/members/m1/current', { page: 'person', person: { kind: 'member', id: 'm1' }, tab: 'current' }],
    ['/patients/p%2F1', { page: 'person', person: { kind: 'patient', id: 'p/1' }, tab: 'history' }],
    ['/patients/p1/current', { page: 'person', person: { kind: 'patient', id: 'p1' }, tab: 'current' }],
    ['/intake', { page: 'intake' }],
    ['/readers', { page: 'readers' }],
    ['/readers/r%2F1', { page: 'reader', id: 'r/1' }],
  ]

  it.each(routes)('%s leads to its page and back', (path, route) => {
    expect(parseRoute(path)).toEqual(route)
    expect(pathOf(route)).toBe(path)
  })

  it('do not mind a slash at the end', () => {
    expect(parseRoute('/intake/')).toEqual({ page: 'intake' })
  })

  it.each([
    '/members',
    '/members/a/b',
    '/members/a/current/x',
    '/intake/x',
    '/readers/a/b',
    '/nowhere',
    '/members/%E0%A4%A',
  ])('%s is said to be unknown instead of failing', (path) => {
    expect(parseRoute(path)).toEqual({ page: 'unknown' })
  })
})
