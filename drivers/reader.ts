/** What any card reader or scanner tells the box. Times are instants in milliseconds UTC. */
export type ReaderEvent =
  | { type: 'card-presented'; reader: string; cardId: string; at: number }
  | { type: 'card-removed'; reader: string; at: number }
  | { type: 'status'; reader: string; isConnected: boolean; at: number }

/** The port every driver implements. A driver knows nothing of pharmacies. */
export interface Reader {
  readonly name: string
  readonly kind: 'virtual' | 'pcsc' | 'hid'
  readonly isConnected: boolean
  /** Begins to call `listener`; a reader that is not there is a status, never an exception. */
  start(listener: (event: ReaderEvent) => void): void
  stop(): Promise<void>
}
