import type { SatelliteRequest } from '../contract/satellite.ts'
import type { ReaderEvent } from '../drivers/reader.ts'
import type { SendOutcome } from './box-client.ts'
import { createConversation, type ConversationOptions, type Parting } from './conversation.ts'

export interface ForwarderOptions extends ConversationOptions {
  send: (request: SatelliteRequest) => Promise<SendOutcome>
}

export interface Forwarder {
  take(event: ReaderEvent): void
  /** Tells the box that the readers go, and ends. */
  stop(): Promise<void>
  /** Why it ended. */
  readonly ended: Promise<'stopped' | Parting>
}

/** How often the box is told that the readers go: a box that has just started asks to be told again. */
const farewells = 2

/** Sends what the drivers tell at once, one request at a time and in order, and goes on asking a box that is away. */
export function createForwarder({ send, ...options }: ForwarderOptions): Forwarder {
  const conversation = createConversation(options)
  let hasNews = true
  let isStopping = false
  let isAway = true
  let wake = (): void => undefined
  const mustGoOn = (): boolean => !isStopping
  const mayRest = (): boolean => !isStopping && (isAway || !hasNews)

  const rest = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  const exchange = async () => {
    hasNews = false
    return conversation.hear(await send(conversation.ask()))
  }

  async function forward(): Promise<'stopped' | Parting> {
    while (mustGoOn()) {
      const next = await exchange()
      if (typeof next === 'string') return next
      isAway = next.isAway
      if (mayRest()) await rest(next.afterMs)
    }
    conversation.leave()
    for (let time = 0; time < farewells; time++) {
      const next = await exchange()
      if (typeof next === 'string' || !next.isAway) break
    }
    return 'stopped'
  }

  const ended = forward().finally(() => {
    conversation.end()
  })
  return {
    take(event) {
      conversation.take(event)
      hasNews = true
      if (!isAway) wake()
    },
    async stop() {
      isStopping = true
      wake()
      await ended
    },
    ended,
  }
}
