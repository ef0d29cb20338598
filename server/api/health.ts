import { Type } from 'typebox'
import type { BoxStatus } from '../../contract/status.ts'
import type { Api } from './route.ts'

const Health = Type.Object({
  status: Type.Union([Type.Literal('ok'), Type.Literal('degraded')]),
  version: Type.String(),
})

const healthyFeeds: ReadonlySet<BoxStatus['feed']['state']> = new Set(['ok', 'waiting', 'quiet'])

const isWell = ({ feed, auditBreak, isKeyLost }: BoxStatus): boolean =>
  healthyFeeds.has(feed.state) && auditBreak === null && !isKeyLost

/** For monitors: no sign-in, no data. */
export function healthRoutes(api: Api, { status, version }: { status: () => BoxStatus; version: string }): void {
  api.get('/health', { config: { isOpen: true }, schema: { tags: ['box'], response: { 200: Health } } }, () => ({
    status: isWell(status()) ? ('ok' as const) : ('degraded' as const),
    version,
  }))
}
