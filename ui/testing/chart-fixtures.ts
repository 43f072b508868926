import type { Statechart } from '#protocol/statechart'

const state = (id: string, key: string, parent: string | null, more: object = {}) => ({
  id,
  key,
  parent,
  type: 'atomic' as const,
  initial: null,
  description: `What ${key} is.`,
  entry: [],
  exit: [],
  ...more,
})

const way = (id: string, event: string, target: string, more: object = {}) => ({
  id,
  source: id.split('#')[0] ?? '',
  kind: 'event' as const,
  event,
  delay: null,
  guard: null,
  guards: [],
  targets: [target],
  actions: ['tellStaff'],
  reenter: false,
  ...more,
})

/** A chart of a door: closed, or open with two states inside. */
export const DOOR: Statechart = {
  graph: {
    machine: 'door@1',
    root: 'door',
    states: [
      state('door', 'door', null, { type: 'compound', initial: 'door.shut' }),
      state('door.shut', 'shut', 'door'),
      state('door.open', 'open', 'door', { type: 'compound', initial: 'door.open.justOpened' }),
      state('door.open.justOpened', 'justOpened', 'door.open', { entry: ['ring'] }),
      state('door.open.wide', 'wide', 'door.open'),
    ],
    transitions: [
      way('door.shut#0', 'someonePushed', 'door.open', {
        guard: 'isUnlocked',
        guards: ['isUnlocked'],
      }),
      way('door.open.justOpened#0', 'wasPushedOn', 'door.open.wide'),
      way('door.open#0', '', 'door.shut', { kind: 'delay', event: null, delay: 'closingTime' }),
    ],
  },
  layout: {
    width: 900,
    height: 300,
    states: [
      { id: 'door', x: 0, y: 0, width: 900, height: 300 },
      { id: 'door.shut', x: 24, y: 108, width: 176, height: 85 },
      { id: 'door.open', x: 340, y: 40, width: 520, height: 220 },
      { id: 'door.open.justOpened', x: 374, y: 104, width: 176, height: 112 },
      { id: 'door.open.wide', x: 660, y: 118, width: 176, height: 85 },
    ],
    slips: [{ id: 'slip', states: ['door.open'], x: 40, y: 240, width: 80, height: 26 }],
    initials: [{ state: 'door', x: 12, y: 150, points: [18, 150, 24, 150] }],
    edges: [
      {
        id: 'door.shut#0',
        transitions: ['door.shut#0'],
        points: [200, 150, 270, 150, 270, 140, 340, 140],
        label: {
          x: 210,
          y: 100,
          width: 120,
          height: 32,
          lines: [{ words: 'someone pushed', guard: 'is unlocked' }],
        },
      },
      {
        id: 'door.open.justOpened#0',
        transitions: ['door.open.justOpened#0'],
        points: [550, 160, 660, 160],
        label: {
          x: 560,
          y: 130,
          width: 90,
          height: 16,
          lines: [{ words: 'was pushed on', guard: null }],
        },
      },
      {
        id: 'door.open#0',
        transitions: ['door.open#0'],
        points: [340, 220, 120, 220, 120, 190],
        label: {
          x: 180,
          y: 224,
          width: 130,
          height: 16,
          lines: [{ words: 'after closing time', guard: null }],
        },
      },
    ],
  },
}
