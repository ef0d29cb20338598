import { playSteps } from './reader-script.ts'

/** `kusuribako tap CARD_ID`: a touch on a virtual reader of the running box. */
export async function runTap(cardId: string, flags: { data: string; reader?: string }): Promise<number> {
  if (!/^[0-9A-Za-z_-]{1,64}$/.test(cardId)) {
    process.stderr.write('カード番号は半角の英数字で 64 文字までです。\n')
    return 2
  }
  const { data, reader } = flags
  return playSteps(data, [{ do: 'tap', card: cardId, ...(reader !== undefined && { reader }) }])
}
