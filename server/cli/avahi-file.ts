import { avahiFile } from '../lan/avahi.ts'
import { findFacility } from '../store/facility.ts'
import { withStore } from './with-store.ts'

/** `kusuribako avahi-file`: the service file for a machine on which Avahi runs. The box itself writes nothing outside its data folder. */
export function runAvahiFile(flags: { data: string; port: string }, version: string): number {
  const port = Number(flags.port)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    process.stderr.write('--port は 1 から 65535 の整数です\n')
    return 2
  }
  return withStore(flags.data, (store) => {
    const facility = findFacility(store)
    if (!facility) {
      process.stderr.write(`${flags.data} の初期設定が終わっていません。\n`)
      return 1
    }
    process.stdout.write(avahiFile({ facility: facility.name, version, port }))
    return 0
  })
}
