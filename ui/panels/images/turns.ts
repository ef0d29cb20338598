import type { Image } from '../../../contract/image.ts'

/**
 * Quarter turns of an image, one after the other. Each is counted from the last that was asked for: what is shown may not have it yet.
 */
export class Turns {
  #aim: { id: string; turns: number } | null = null
  #last: Promise<void> = Promise.resolve()

  /**
   * @param by quarters to the right
   * @param send makes it so; false: it could not be done, and what was asked for on top of it is dropped
   */
  turn(
    { id, turns }: Pick<Image, 'id' | 'turns'>,
    by: number,
    send: (turns: number) => Promise<boolean>,
  ): Promise<void> {
    const from = this.#aim?.id === id ? this.#aim.turns : turns
    const aim = { id, turns: (from + by) % 4 }
    this.#aim = aim
    this.#last = this.#last.then(async () => {
      if (this.#aim?.id !== id) return
      const isDone = await send(aim.turns)
      if (!isDone || this.#aim === aim) this.#aim = null
    })
    return this.#last
  }
}
