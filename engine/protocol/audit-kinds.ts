/** What of an account is answered for; whatever its journal says beside these is no change of it. */
export const AUDIT_KINDS = [
  'founded',
  'settingsChanged',
  'groupSaved',
  'groupDeleted',
  'memberSaved',
  'memberDeactivated',
  'profileSaved',
  'resetLinkMade',
  'resetAsked',
  'channelSaved',
  'tagSaved',
  'tagDeleted',
  'quickReplySaved',
  'quickReplyDeleted',
  'articleSaved',
  'articleDeleted',
] as const
