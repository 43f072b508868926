/** The made-up shop: puts the widget of the channel in the address, or of the demonstration. */
import { restOf } from '../client/rest.ts'

async function channelId(): Promise<string | null> {
  const named = new URL(location.href).searchParams.get('channel')
  if (named !== null && named !== '') return named
  const answer = await restOf(location.origin).demo()
  return answer.ok ? answer.value.channelId : null
}

async function showWidget(): Promise<void> {
  const channel = await channelId()
  const ribbon = document.querySelector('#ribbon')
  if (channel === null) {
    ribbon?.prepend('There is no widget channel yet; make one and name it in the address. ')
    return
  }
  const widget = document.createElement('parley-chat')
  widget.setAttribute('channel', channel)
  document.body.append(widget)
}

void showWidget()
