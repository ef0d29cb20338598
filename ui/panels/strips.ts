import { html, type TemplateResult } from 'lit'
import type { BoxStatus } from '../../contract/status.ts'
import { dateOf, hourMinute } from '../format/clock.ts'
import { whenText } from '../format/dates.ts'
import type { Box } from '../state/box.ts'
import { reviewId } from '../state/route.ts'
import { ja } from '../text/ja.ts'
import '../components/kb-strips.ts'

/** What is true of the whole page, from what the box and this PC know. `trouble`: what else went wrong just now. */
export const pageStrips = (box: Box, status: BoxStatus, trouble: string, chooseCounter: () => void): TemplateResult => {
  const { page } = box.router.route.value
  return html`<kb-strips
    ?hassecondfactor=${status.hasSecondFactor}
    ?isdemo=${status.isDemo}
    .lostAt=${lostWhen(box)}
    .reason=${ja.link[box.live.link.value.reason]}
    ?isfrozen=${status.feedFreeze.length > 0 && page !== 'replacement'}
    .auditBreak=${status.auditBreak}
    ?iskeylost=${status.isKeyLost && roleOf(box) === 'admin'}
    .breakGlass=${status.breakGlass}
    .reviewDue=${reviewDue(box, status)}
    .ask=${counterQuestion(box, status)}
    .trouble=${trouble}
    @kb-counter=${chooseCounter}
    @kb-review=${() => {
      box.router.go({ page: 'audit', id: reviewId })
    }}
    @kb-replacement=${() => {
      box.router.go({ page: 'replacement' })
    }}
  ></kb-strips>`
}

/** Since when the box has been away, '' while it is there. It may be since yesterday: its last status does not know the day. */
function lostWhen(box: Box): string {
  const link = box.live.link.value
  if (link.state !== 'lost') return ''
  const now = box.watch.now()
  const today = dateOf(now)
  const lostAt = now - (performance.now() - link.since)
  return dateOf(lostAt) === today ? hourMinute(lostAt) : whenText(lostAt, today)
}

/** Which counter this is is asked once, as long as there is something to choose. */
function counterQuestion(box: Box, { readers }: BoxStatus): string {
  const { state } = box.counter()
  const counters = box.counters.list.value
  if (state === 'gone') return ja.counter.gone
  const isThereAny = counters !== null && (counters.length > 0 || readers.length > 0)
  return state === 'unset' && isThereAny ? ja.counter.offer : ''
}

/** Of whoever is signed in; '' for nobody. */
function roleOf(box: Box): string {
  const presence = box.presence.value
  return 'session' in presence ? presence.session.staff.role : ''
}

/** 月次点検, for who answers for the pharmacy, until they are on its page. */
function reviewDue(box: Box, { auditReviewDue }: BoxStatus): string {
  const mayAudit = ['pharmacist', 'admin'].includes(roleOf(box))
  return mayAudit && box.router.route.value.page !== 'audit' ? (auditReviewDue ?? '') : ''
}
