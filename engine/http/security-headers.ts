import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

const NEVER_FRAMED = { frameAncestors: ["'none'"], baseUri: ["'none'"] }

const common = {
  // What a route says of itself stands.
  overwrite: false,
  xFrameOptions: 'DENY',
  // A chat's address names people and places: nobody else's server needs it.
  referrerPolicy: 'no-referrer',
  crossOriginOpenerPolicy: 'same-origin',
  crossOriginResourcePolicy: 'same-origin',
  // Set by whoever ends TLS, who knows whether all of a domain speaks it.
  strictTransportSecurity: false,
  xXssProtection: false,
  permissionsPolicy: {
    camera: false,
    microphone: false,
    geolocation: false,
    payment: false,
    usb: false,
  },
} as const

/** For pages: scripts, styles and connections of our own only, and no text becomes code. */
export const pageHeaders: MiddlewareHandler = secureHeaders({
  ...common,
  contentSecurityPolicy: {
    ...NEVER_FRAMED,
    defaultSrc: ["'self'"],
    objectSrc: ["'none'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    formAction: ["'self'"],
    requireTrustedTypesFor: ["'script'"],
    // The demo page holds the widget's Lit beside its own.
    trustedTypes: ['lit-html', "'allow-duplicates'"],
  },
})

/** For answers that are no pages: whatever they hold, nothing of it runs. */
export const dataHeaders: MiddlewareHandler = secureHeaders({
  ...common,
  contentSecurityPolicy: { ...NEVER_FRAMED, defaultSrc: ["'none'"] },
})
