import type { AgentView, ChatView } from '#protocol/staff-views'

/** Open chats of a state, those who are there longest first. */
export function chatsIn(stateId: string, chats: Iterable<ChatView>): ChatView[] {
  return [...chats]
    .filter((chat) => isUnder(stateId, pathsOf(chat)))
    .sort((a, b) => a.stateSince - b.stateSince)
}

/** Agents of a state, by name. */
export function agentsIn(stateId: string, agents: Iterable<AgentView>): AgentView[] {
  return [...agents]
    .filter(({ active }) => active)
    .filter(({ presence, connection, wrapUps }) =>
      isUnder(stateId, [
        `agent.presence.${presence}`,
        `agent.connection.${connection}`,
        `agent.wrapUp.${wrapUps.length > 0 ? 'running' : 'none'}`,
      ]),
    )
    .sort((a, b) => a.name.localeCompare(b.name))
}

function isUnder(stateId: string, paths: readonly string[]): boolean {
  return paths.some((path) => path === stateId || path.startsWith(`${stateId}.`))
}

/** The states of the chart that a chat may be in, as far as its row says. */
function pathsOf({ state }: ChatView): string[] {
  switch (state) {
    case 'queued':
      return ['chat.queued.inLine']
    case 'forwarded':
      return ['chat.forwarded.untaken']
    case 'offered':
      return ['chat.queued.offered', 'chat.forwarded.offered']
    default:
      return [`chat.${state}`]
  }
}
