import { html, type TemplateResult } from 'lit'
import type { FactorEntry } from '../components/kb-factor-form.ts'
import type { PinEntry } from '../components/kb-pin-pad.ts'
import type { Box, Presence } from '../state/box.ts'
import type { Unlocking } from '../state/unlocking.ts'
import { whyLocked } from '../text/lock.ts'
import '../components/kb-lock.ts'

/** Over everything, which stays as it is below. */
export const lockScreen = (
  box: Box,
  unlocking: Unlocking,
  { session, reason }: Extract<Presence, { state: 'locked' }>,
): TemplateResult => {
  const { isBusy, failure, factors, factorFailure } = unlocking.attempt.value
  return html`<kb-lock
    .session=${session}
    .reason=${reason}
    .minutes=${box.lockMinutes.value}
    .people=${box.people.value}
    .wrong=${failure ? whyLocked(failure) : ''}
    .factors=${factors}
    .factorFailure=${factorFailure}
    ?isbusy=${isBusy}
    @kb-unlock=${({ detail }: CustomEvent<string>) => void unlocking.byPassword(detail)}
    @kb-factor=${({ detail }: CustomEvent<FactorEntry>) => void unlocking.byFactor(detail)}
    @kb-switch=${({ detail }: CustomEvent<PinEntry>) => void unlocking.byPin(detail.staffId, detail.pin)}
    @kb-restart=${() => {
      unlocking.restart()
    }}
    @kb-other=${() => void unlocking.giveUp()}
  ></kb-lock>`
}
