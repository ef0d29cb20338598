import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { demoCards, demoReaders, seedDemo } from '../demo/seed.ts'
import { startReceiptComputer } from '../demo/receipt-computer.ts'
import { storeFile } from '../main.ts'
import { findFacility, type Facility } from '../store/facility.ts'
import { openStore } from '../store/open.ts'
import { initBox } from './init.ts'
import { serveUntilStopped } from './serve.ts'

const demoLogin = { id: 'demo', password: 'mihon-yakkyoku' }

/** `kusuribako demo`: a plainly fictional pharmacy, with a receipt computer that writes files and a virtual reader. */
export async function runDemo(flags: { data: string; port: string }): Promise<number> {
  const dataDir = resolve(flags.data)
  const sipsDir = join(dataDir, 'SIPS1')
  if (!existsSync(storeFile(dataDir))) {
    process.stdout.write('見本の薬局を用意しています…\n')
    const outcome = await prepareDemo(dataDir)
    if (outcome !== null) {
      process.stderr.write(`${outcome}\n`)
      return 1
    }
  }
  const facility = existsSync(storeFile(dataDir)) ? readFacility(dataDir) : undefined
  if (!facility?.isDemo) {
    process.stderr.write(`${dataDir} は見本の薬局ではありません。本物の薬局のデータには何も書きませんでした。\n`)
    return 1
  }
  const options = {
    dataDir,
    host: '127.0.0.1',
    folders: [{ path: sipsDir, mode: 'consume' as const }],
    hasVirtualReader: true,
    virtualReaders: demoReaders,
    demoCards,
    logLevel: 'warn' as const,
  }
  let stopReceiptComputer = (): void => undefined
  // The plain address is the one for a first look; the ports after it speak TLS, and say how to trust it.
  const plainPort = Number(flags.port)
  const after = (steps: number): number => (plainPort === 0 ? 0 : plainPort + steps)
  try {
    return await serveUntilStopped({ ...options, plainPort, port: after(1), trustPort: after(2) }, (box) => {
      const { url, plainUrl = url, trustUrl = '', trustWords = '' } = box
      const local = (address: string): string => address.replace('127.0.0.1', 'localhost')
      stopReceiptComputer = startReceiptComputer(sipsDir, Date.now)
      process.stdout.write(
        `\n  薬箱の見本が動いています\n\n    アドレス    ${local(plainUrl)}\n    ID          ${demoLogin.id}\n    パスワード  ${demoLogin.password}\n\n  左下の「仮想リーダー」でカードをタッチできます。止めるには Ctrl+C を押してください。\n\n`,
      )
      process.stdout.write(
        `  暗号化した通信(TLS)で試すには\n\n    アドレス    ${local(url)}\n    証明書      ${box.caFile}\n    信頼のしかた ${local(trustUrl)}\n    確認のことば ${trustWords}\n\n`,
      )
    })
  } finally {
    stopReceiptComputer()
  }
}

function readFacility(dataDir: string): Facility | undefined {
  const opened = openStore({ file: storeFile(dataDir), now: Date.now })
  if (!opened.ok) return undefined
  const facility = findFacility(opened.store)
  opened.store.close()
  return facility
}

async function prepareDemo(dataDir: string): Promise<string | null> {
  const outcome = await initBox({
    dataDir,
    facility: '見本薬局',
    admin: demoLogin.id,
    password: demoLogin.password,
    hasSecondFactor: false,
    isDemo: true,
  })
  if (!outcome.ok) return outcome.message
  const opened = openStore({ file: storeFile(dataDir), now: Date.now })
  if (!opened.ok) return 'このデータは新しい版の薬箱で作られています。'
  seedDemo(opened.store)
  opened.store.close()
  return null
}
