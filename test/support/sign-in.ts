import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { hashPassword } from '../../server/access/password.ts'
import { saveFacility } from '../../server/store/facility.ts'
import { openStore, type Store } from '../../server/store/open.ts'
import { saveStaff } from '../../server/store/staff.ts'
import type { buildTestApp } from './box.ts'
import { password } from './store.ts'
import { tempDir } from './temp.ts'

type App = ReturnType<typeof buildTestApp>['app']

/** A browser that keeps its cookies, at an address of its own. @param host the name it opens the box under */
export function createBrowser(app: App, remoteAddress = '192.0.2.200', host = 'localhost') {
  const cookies = new Map<string, string>()
  const ask = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const body = payload && { payload }
    const answer = await app.inject({ method, url, headers: { cookie, host }, remoteAddress, ...body })
    for (const { name, value, expires } of answer.cookies) {
      if (expires && expires.getTime() <= 0) cookies.delete(name)
      else cookies.set(name, value)
    }
    return answer
  }
  return {
    cookies,
    get: (url: string) => ask('GET', url),
    post: (url: string, payload?: object) => ask('POST', url, payload),
    patch: (url: string, payload: object) => ask('PATCH', url, payload),
    remove: (url: string) => ask('DELETE', url),
  }
}

export type Browser = ReturnType<typeof createBrowser>

/** A store of a pharmacy where nobody works without a second factor. Its admin is `kanri`. */
export async function openSecureStore(now: () => number): Promise<Store> {
  const opened = openStore({ file: join(tempDir(), 'kusuribako.sqlite'), now })
  if (!opened.ok) throw new Error(opened.code)
  const { store } = opened
  onTestFinished(() => {
    store.close()
  })
  const passwordHash = await hashPassword(password)
  store.write(() => {
    saveFacility(store, { name: '見本薬局', hasSecondFactor: true, isDemo: false, cardKey: randomBytes(32) })
    saveStaff(store, { login: 'kanri', name: '管理 者', role: 'admin', passwordHash })
  })
  return store
}
