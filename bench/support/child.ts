import { fork } from 'node:child_process'
import { once } from 'node:events'
import { within, type Scope } from './scope.ts'

/** A child process that talks by messages. */
export interface Child<Message> {
  /** The next message it sends; fails when it ends or stays silent. */
  next(): Promise<Message>
  send(message: object): void
  end(): Promise<void>
}

const silenceLimitMs = 120_000

/**
 * Starts a program of bench/ as a process of its own, so that its work is not done by the one that measures.
 * @param setup what it reads with {@link readSetup}
 */
export function startChild<Message>(
  scope: Scope,
  file: string,
  setup: object,
  env: NodeJS.ProcessEnv = process.env,
): Child<Message> {
  const child = fork(file, [JSON.stringify(setup)], {
    env,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
  })
  const messages: Message[] = []
  let wake: () => void = () => undefined
  let failure: Error | undefined
  child.on('message', (message) => {
    messages.push(message as Message)
    wake()
  })
  child.on('error', (error) => {
    failure = error
    wake()
  })
  child.on('exit', (code) => {
    failure ??= new Error(`${file} ended with code ${String(code)}`)
    wake()
  })
  const end = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }
  scope.defer(end)
  const take = async (): Promise<Message> => {
    while (messages.length === 0) {
      if (failure) throw failure
      await new Promise<void>((resolve) => (wake = resolve))
    }
    return messages.shift() as Message
  }
  return { next: () => within(silenceLimitMs, file, take()), send: (message) => child.send(message), end }
}

/** Inside a child: what {@link startChild} was given, to be held to the type of its setup. */
export const readSetup = (): unknown => JSON.parse(process.argv[2] ?? '')

/** Inside a child: a message to the process that started it. */
export const tell = (message: object): void => void process.send?.(message)

/** Nanoseconds on the clock that all processes of this machine share. */
export const clock = (): bigint => process.hrtime.bigint()

export const msBetween = (from: bigint, to: bigint): number => Number(to - from) / 1e6
