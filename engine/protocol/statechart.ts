import { z } from 'zod'

/** The names of the charts that there are: whose actors one looks at. */
export const chartKind = z.enum(['chat', 'agent'])

/** A released version of a machine: `chat@1`. */
export const machineVersion = z.string().regex(/^[a-z]+@[0-9]+$/)

const names = z.array(z.string())

/** A state of a chart; each parent comes before its children. */
export const statechartState = z.object({
  /** `chat.assigned.onHold` */
  id: z.string(),
  key: z.string(),
  type: z.enum(['atomic', 'compound', 'parallel', 'final', 'history']),
  /** Null of the root. */
  parent: z.string().nullable(),
  /** The child that a compound state is entered by. */
  initial: z.string().nullable(),
  description: z.string().nullable(),
  entry: names,
  exit: names,
})

export const statechartTransition = z.object({
  /** `<source>#<n>`: the same for ever in a released version. */
  id: z.string(),
  source: z.string(),
  kind: z.enum(['event', 'delay', 'always', 'done']),
  event: z.string().nullable(),
  /** The delay's name, or its milliseconds. */
  delay: z.string().nullable(),
  /** The condition as it is read: `isA and not isB`. */
  guard: z.string().nullable(),
  guards: names,
  /** Empty: one stays where one is. */
  targets: names,
  actions: names,
  reenter: z.boolean(),
})

/** A machine as data: what can be drawn, listed and counted. */
export const statechartGraph = z.object({
  machine: machineVersion,
  root: z.string(),
  states: z.array(statechartState),
  transitions: z.array(statechartTransition),
})

export type ChartKind = z.infer<typeof chartKind>
export type StatechartState = z.infer<typeof statechartState>
export type StatechartTransition = z.infer<typeof statechartTransition>
export type StatechartGraph = z.infer<typeof statechartGraph>
