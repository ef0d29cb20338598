import { io } from 'socket.io-client'
import { WebSocket } from 'ws'
import type { ChangeEvent } from '../../contract/events.ts'
import { clock, readSetup, tell } from './child.ts'

export interface ClientsSetup {
  url: string
  clients: number
  /** Pages of the box are signed in by this cookie; without it these are bare WebSockets, one message a file or touch. */
  cookie?: string
  /** Rows the pages listen for. */
  noun?: 'dispensing' | 'visit'
}

/** `at`: when the last of the clients heard of the next row. */
export type ClientsMessage = { type: 'connected' } | { type: 'heard'; at: bigint }

const { url, clients, cookie, noun: wanted = 'dispensing' } = readSetup() as ClientsSetup
const heard = Array<number>(clients).fill(0)
let connected = 0
let told = 0

function noteConnected(): void {
  connected += 1
  if (connected === clients) tell({ type: 'connected' } satisfies ClientsMessage)
}

function noteRows(client: number, rows: number): void {
  heard[client] = (heard[client] ?? 0) + rows
  while (Math.min(...heard) > told) {
    told += 1
    tell({ type: 'heard', at: clock() } satisfies ClientsMessage)
  }
}

function connectPage(client: number, header: string): void {
  const socket = io(url, { transports: ['websocket'], extraHeaders: { cookie: header }, auth: { seq: null } })
  socket.on('connect', noteConnected)
  socket.on('connect_error', (error) => {
    throw error
  })
  socket.on('change', ({ noun, ids }: ChangeEvent) => {
    if (noun === wanted) noteRows(client, ids.length)
  })
}

function connectBare(client: number): void {
  const socket = new WebSocket(url)
  socket.on('open', noteConnected)
  socket.on('message', () => {
    noteRows(client, 1)
  })
}

for (let client = 0; client < clients; client++) {
  if (cookie === undefined) connectBare(client)
  else connectPage(client, cookie)
}
