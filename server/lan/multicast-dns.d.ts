/** The part of multicast-dns 7 that is used here; the package brings no types. */
declare module 'multicast-dns' {
  import type { EventEmitter } from 'node:events'

  interface Options {
    /** Address of the network card that multicasts leave by. */
    interface: string
    bind: string
    reuseAddr: boolean
    loopback: boolean
  }
  interface Sender {
    address: string
    port: number
  }
  interface MulticastDns extends EventEmitter {
    send(packet: object, to: Sender | null, done?: (error?: Error | null) => void): void
    destroy(done?: () => void): void
  }
  export default function makeMdns(options: Options): MulticastDns
}
