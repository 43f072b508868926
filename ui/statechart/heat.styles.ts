import { css } from 'lit'

/** The scale of load: from nobody to the most, always beside its number. */
export const heatColours = css`
  :host {
    --heat-0: var(--ground-raised);
    --heat-1: light-dark(oklch(0.968 0.018 222), oklch(0.285 0.026 228));
    --heat-2: light-dark(oklch(0.928 0.038 221), oklch(0.335 0.042 226));
    --heat-3: light-dark(oklch(0.884 0.058 220), oklch(0.385 0.056 225));
    --heat-4: light-dark(oklch(0.836 0.078 219), oklch(0.435 0.07 224));
    --heat-5: light-dark(oklch(0.786 0.098 218), oklch(0.485 0.082 223));
  }
  [data-heat='0'] {
    --heat: var(--heat-0);
  }
  [data-heat='1'] {
    --heat: var(--heat-1);
  }
  [data-heat='2'] {
    --heat: var(--heat-2);
  }
  [data-heat='3'] {
    --heat: var(--heat-3);
  }
  [data-heat='4'] {
    --heat: var(--heat-4);
  }
  [data-heat='5'] {
    --heat: var(--heat-5);
  }
`
