import { LanView } from '../../contract/lan.ts'
import type { Api } from './route.ts'

/** The box on its LAN as routes may use it (server/lan/mdns.ts). */
export interface LanPort {
  view(): LanView
  /** Asks the LAN who is there; not again within seconds. */
  find(): void
}

/** ネットワーク: names and addresses of the box, and who else answers. Whoever looks has the LAN asked; the page looks again by itself. */
export function lanRoutes(api: Api, { lan }: { lan: LanPort }): void {
  api.get(
    '/api/lan',
    { config: { right: 'lan', isPolled: true }, schema: { tags: ['lan'], response: { 200: LanView } } },
    () => {
      lan.find()
      return lan.view()
    },
  )
}
