/** A mail server that keeps what it is sent: as much of SMTP (RFC 5321) as a client needs. */
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

export type ReceivedMail = { from: string; to: string[]; source: string }

/**
 * Starts it. `answers` can be given replies to the ends of the next mails, in place of `250`; `drop` hangs up
 * after taking one.
 */
export async function startSmtpReceiver() {
  const received: ReceivedMail[] = []
  const answers: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined)
    const say = (line: string) => socket.write(`${line}\r\n`)
    let mail: ReceivedMail = { from: '', to: [], source: '' }
    let inData = false
    let pending = ''
    const takeLine = (line: string) => {
      if (inData) {
        if (line !== '.') {
          mail.source += `${line.replace(/^\./, '')}\n`
          return
        }
        inData = false
        received.push(mail)
        mail = { from: '', to: [], source: '' }
        const answer = answers.shift() ?? '250 taken'
        if (answer === 'drop') return void socket.destroy()
        return void say(answer)
      }
      const [, command = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? []
      if (/^MAIL$/i.test(command)) mail.from = rest
      if (/^RCPT$/i.test(command)) mail.to.push(/<(.*)>/.exec(rest)![1]!)
      if (/^DATA$/i.test(command)) {
        inData = true
        return void say('354 go ahead')
      }
      say(/^QUIT$/i.test(command) ? '221 bye' : '250 ok')
    }
    socket.on('data', (chunk) => {
      const lines = (pending + chunk.toString('latin1')).split('\r\n')
      pending = lines.pop()!
      for (const line of lines) takeLine(line)
    })
    say('220 test')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answers,
    async close() {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
}
