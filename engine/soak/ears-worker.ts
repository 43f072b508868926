import { PROTOCOL_VERSION } from '#protocol/limits'
import type { StaffServerFrame } from '#protocol/staff-frames'
import { Link } from '../client/link.ts'
import type { EarsNews, EarsWork } from './ears.ts'

/*
 * The agents at their desks, in a thread of their own. Each has a computer to themselves in life, so
 * frames are read here and not judged: judging them all would take the machine's time from what is
 * measured.
 */

declare const self: Worker

self.addEventListener('message', ({ data }: MessageEvent<EarsWork>) => {
  for (const agent of data.agents) listen(data.baseUrl, agent)
})

function listen(baseUrl: string, { accountId, agentId, token }: EarsWork['agents'][number]): void {
  const link: Link = new Link({
    url: `${baseUrl.replace(/^http/, 'ws')}/api/v1/staff/socket`,
    hello: () => ({ type: 'hello', protocol: PROTOCOL_VERSION, token, accountId }),
    hear: (text) => {
      const frame = JSON.parse(text) as StaffServerFrame
      if (frame.type === 'welcome') {
        link.welcomed(frame.heartbeatMs)
        link.send({ type: 'subscribe', topic: 'desk' })
      }
      if (frame.type === 'snapshot') tell({ kind: 'listening', agentId })
      if (frame.type === 'change') hearAll(agentId, frame)
    },
    lost: () => tell({ kind: 'deaf', agentId }),
    over: (error) => {
      throw error
    },
  })
}

function hearAll(agentId: string, frame: Extract<StaffServerFrame, { type: 'change' }>): void {
  const at = performance.timeOrigin + performance.now()
  for (const change of frame.changes) {
    const text = change.kind === 'chat' ? change.chat.preview?.text : undefined
    if (text !== undefined) tell({ kind: 'heard', agentId, text, at })
  }
}

function tell(news: EarsNews): void {
  postMessage(news)
}
