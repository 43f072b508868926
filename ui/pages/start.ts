/** The start page says whether the server is ready and leads the widget's card to its channel. */
import { restOf } from '../client/rest.ts'

async function showState(): Promise<void> {
  const dot = document.querySelector<HTMLElement>('#state .dot')
  const words = document.querySelector<HTMLElement>('#state .words')
  if (dot === null || words === null) return
  try {
    const { ok } = await fetch('/readyz')
    dot.dataset['is'] = ok ? 'ready' : 'not'
    words.textContent = ok ? 'The server is ready.' : 'The server is not ready yet.'
  } catch {
    dot.dataset['is'] = 'not'
    words.textContent = 'The server cannot be reached.'
  }
}

async function leadToChannel(): Promise<void> {
  const answer = await restOf(location.origin).demo()
  const card = document.querySelector<HTMLAnchorElement>('#demo')
  if (card === null || !answer.ok || answer.value.channelId === null) return
  card.href = `/demo?channel=${encodeURIComponent(answer.value.channelId)}`
}

void showState()
void leadToChannel()
