import { msg } from '@lit/localize'

/** What a reason for being away is called; one that is not known stands for itself. */
export function awayWord(reason: string): string {
  switch (reason) {
    case 'break':
      return msg('Break')
    case 'lunch':
      return msg('Lunch')
    case 'meeting':
      return msg('Meeting')
    case 'training':
      return msg('Training')
    default:
      return reason
  }
}
