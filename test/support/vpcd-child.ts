import { connect } from 'node:net'

/** Carries bytes between standard input and output and a port of the network it was started in; ends with either of them. */
const socket = connect(Number(process.argv[2]), '127.0.0.1')
process.stdin.pipe(socket).pipe(process.stdout)
socket.on('error', () => undefined)
socket.on('close', () => process.exit())
