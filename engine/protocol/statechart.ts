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

const length = z.number().min(0)

/** A place in the picture, in its own units, from its top left. */
const box = z.object({ x: z.number(), y: z.number(), width: length, height: length })

/** Where everything of a chart is in its picture. */
export const statechartLayout = z.object({
  width: length,
  height: length,
  states: z.array(box.extend({ id: z.string() })),
  /** States that share a way are named once, on a slip where it begins; likewise where it ends. */
  slips: z.array(box.extend({ id: z.string(), states: z.array(z.string()) })),
  /** The dot from which a compound state is entered, by that state's id. */
  initials: z.array(
    z.object({ state: z.string(), x: z.number(), y: z.number(), points: z.array(z.number()) }),
  ),
  edges: z.array(
    z.object({
      id: z.string(),
      /** The transitions that this line stands for, in the order of its words. */
      transitions: z.array(z.string()),
      /** x and y in turn; several lines where one transition has several targets. */
      points: z.array(z.number()),
      label: box.extend({
        /** Words in the order of their lines, with the condition apart. */
        lines: z.array(z.object({ words: z.string(), guard: z.string().nullable() })),
      }),
    }),
  ),
})

/** A chart with its picture; without one where no layout was found: then there is the outline. */
export const statechart = z.object({
  graph: statechartGraph,
  layout: statechartLayout.nullable(),
})

export type StatechartLayout = z.infer<typeof statechartLayout>
export type Statechart = z.infer<typeof statechart>

const count = z.int().min(0)

/** Who is in a state now; since when the median and the oldest of them, where that is known. */
export const stateCount = z.object({
  state: z.string(),
  count,
  medianSince: z.int().nullable(),
  oldestSince: z.int().nullable(),
})

/** How often a transition was taken in the last minute and the last hour. */
export const transitionCount = z.object({ transition: z.string(), minute: count, hour: count })

/** What all actors of one version do; of a change, only what is another one than before. */
export const machineCounts = z.object({
  machine: machineVersion,
  states: z.array(stateCount),
  transitions: z.array(transitionCount),
})

/** One step of an actor, by the transitions that it took. */
export const actorStep = z.object({
  at: z.int(),
  by: z.string(),
  /** `born`, an event's type, or the name of a delay that ran out. */
  event: z.string(),
  transitions: names,
})

/** A delay that runs. */
export const runningTimer = z.object({
  delay: z.string(),
  /** The transitions that it leads to. */
  transitions: names,
  /** Null while it does not run: outside of hours, or with nobody there. */
  dueAt: z.int().nullable(),
  budgetMs: z.int(),
})

/** An event that the machine knows now; `code` says why it would not take it. */
export const nextEvent = z.object({
  event: z.string(),
  code: z.string().nullable(),
  transitions: names,
})

/** Where one chat or agent is, how it came there and what can happen next. */
export const actorView = z.object({
  machine: machineVersion,
  active: names,
  /** The newest steps, oldest first. */
  path: z.array(actorStep),
  timers: z.array(runningTimer),
  next: z.array(nextEvent),
})

export type ActorView = z.infer<typeof actorView>
export type ActorStep = z.infer<typeof actorStep>
export type StateCount = z.infer<typeof stateCount>
export type TransitionCount = z.infer<typeof transitionCount>
export type MachineCounts = z.infer<typeof machineCounts>
