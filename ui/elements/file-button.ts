import { msg } from '@lit/localize'
import { html, type TemplateResult } from 'lit'
import type { FileClass } from '#protocol/files'
import { icon } from './icon.ts'

/** What files are taken: the largest in bytes, and which. */
export interface FileLimits {
  maxBytes: number
  classes: readonly FileClass[]
}

const PICKED: Record<FileClass, string> = {
  image: 'image/*',
  audio: 'audio/*',
  video: 'video/*',
  document: '.pdf,.txt,.csv,.md,.rtf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods,.odp,.epub',
  other: '*/*',
}

/** The way to files by mouse and keyboard; a drop and a paste are quicker. */
export function fileButton(
  { classes }: FileLimits,
  isDisabled: boolean,
  chosen: (files: File[]) => void,
): TemplateResult {
  const accept = classes.includes('other') ? '' : classes.map((one) => PICKED[one]).join(',')
  return html`
    <input
      type="file"
      multiple
      hidden
      accept=${accept}
      @change=${({ currentTarget: input }: Event) => {
        if (!(input instanceof HTMLInputElement)) return
        chosen([...(input.files ?? [])])
        // The same file may be chosen again.
        input.value = ''
      }}
    />
    <button
      type="button"
      class="attach"
      aria-label=${msg('Attach files')}
      title=${msg('Attach files')}
      aria-disabled=${isDisabled}
      @click=${({ currentTarget: button }: Event) => {
        if (isDisabled || !(button instanceof HTMLElement)) return
        const input = button.previousElementSibling
        if (input instanceof HTMLInputElement) input.click()
      }}
    >
      ${icon('attach')}
    </button>
  `
}
