import { connect, type Socket } from 'node:net'

/**
 * One keep-alive connection of a load generator: a request that is text already, and the status of its
 * answer. It costs 20 µs a request where undici's `request` costs 50, which on two cores would be taken from
 * what is measured. It reads what our servers and the peer answer: a body of known length.
 */
export class HttpConnection {
  private socket: Socket | undefined
  private text = ''
  private done: ((status: number) => void) | undefined
  private readonly host: string
  private readonly port: number

  constructor(host: string, port: number) {
    this.host = host
    this.port = port
  }

  /** One at a time. `done` is given 0 where the connection broke. */
  send(request: string, done: (status: number) => void): void {
    this.done = done
    this.socket ??= this.open()
    this.socket.write(request, 'latin1')
  }

  close(): void {
    this.socket?.destroy()
  }

  private open(): Socket {
    const socket = connect(this.port, this.host).setNoDelay(true)
    socket.setEncoding('latin1').on('data', (chunk: string) => this.take(chunk))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      if (this.socket !== socket) return
      this.socket = undefined
      this.answer(0)
    })
    return socket
  }

  private take(chunk: string): void {
    this.text += chunk
    const end = this.text.indexOf('\r\n\r\n')
    if (end < 0) return
    const length = /\r\ncontent-length: (\d+)/i.exec(this.text.slice(0, end))?.[1]
    if (length === undefined) throw new Error(`an answer without a length: ${this.text.slice(0, end)}`)
    if (this.text.length >= end + 4 + Number(length)) this.answer(Number(this.text.slice(9, 12)))
  }

  private answer(status: number): void {
    const done = this.done
    this.text = ''
    this.done = undefined
    done?.(status)
  }
}
