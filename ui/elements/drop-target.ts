import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** Lets files be dropped anywhere on an element, which hears whether some hang over it. */
export class DropTarget implements ReactiveController {
  /** Files hang over the element now. */
  isOver = false
  readonly #host: ReactiveControllerHost & HTMLElement
  readonly #mayDrop: () => boolean
  readonly #dropped: (files: File[]) => void

  constructor(
    host: ReactiveControllerHost & HTMLElement,
    mayDrop: () => boolean,
    dropped: (files: File[]) => void,
  ) {
    this.#host = host
    this.#mayDrop = mayDrop
    this.#dropped = dropped
    host.addController(this)
  }

  hostConnected(): void {
    this.#host.addEventListener('dragover', this.#onOver)
    this.#host.addEventListener('dragleave', this.#onLeave)
    this.#host.addEventListener('drop', this.#onDrop)
  }

  hostDisconnected(): void {
    this.#host.removeEventListener('dragover', this.#onOver)
    this.#host.removeEventListener('dragleave', this.#onLeave)
    this.#host.removeEventListener('drop', this.#onDrop)
  }

  readonly #onOver = (event: DragEvent): void => {
    if (!holdsFiles(event.dataTransfer)) return
    // Also where none is taken: a browser would leave the page for the file.
    event.preventDefault()
    const may = this.#mayDrop()
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = may ? 'copy' : 'none'
    this.#show(may)
  }

  readonly #onLeave = (event: DragEvent): void => {
    const to = event.relatedTarget
    if (!(to instanceof Node) || !this.#host.contains(to)) this.#show(false)
  }

  readonly #onDrop = (event: DragEvent): void => {
    if (!holdsFiles(event.dataTransfer)) return
    event.preventDefault()
    this.#show(false)
    if (this.#mayDrop()) this.#dropped([...(event.dataTransfer?.files ?? [])])
  }

  #show(isOver: boolean): void {
    if (isOver === this.isOver) return
    this.isOver = isOver
    this.#host.requestUpdate()
  }
}

/** The files of a paste; none where words come with them, as from a text editor. */
export function pastedFiles({ clipboardData }: ClipboardEvent): File[] {
  if (clipboardData === null || clipboardData.types.includes('text/plain')) return []
  return [...clipboardData.files]
}

function holdsFiles(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes('Files') ?? false
}
