// What the status bar says of a status of the server.

import type { Status } from './protocol'

/** What the status bar says. */
export interface Sign {
  readonly text: string
  readonly tooltip: string
  readonly isError: boolean
}

/** Returns what a status says of the document `uri`; undefined is a server that does not run. */
export function signOf(status: Status | undefined, uri: string | undefined): Sign {
  if (status === undefined) {
    return { text: '$(error) honed', tooltip: 'honed does not run', isError: true }
  }
  const troubles = [status.workerTrouble, ...status.projects.map(({ trouble }) => trouble)]
  const trouble = troubles.find(Boolean)
  if (trouble) {
    return { text: '$(warning) honed', tooltip: `honed: ${trouble}`, isError: true }
  }
  const why = status.documentsOff.find((each) => each.uri === uri)?.why
  const everything = status.projects.some(({ off }) =>
    off.some(({ scope }) => scope === 'everything'),
  )
  if (why !== undefined || everything) {
    const tooltip = `honed is off here: ${why ?? 'everything is off'}`
    return { text: '$(circle-slash) honed', tooltip, isError: false }
  }
  const patterns = status.projects.reduce((sum, each) => sum + each.patterns, 0)
  const known = patterns === 1 ? '1 pattern' : `${patterns.toLocaleString('en')} patterns`
  if (status.queue > 0) {
    return { text: '$(sync~spin) honed', tooltip: `honed is learning; ${known}`, isError: false }
  }
  return { text: '$(lightbulb-sparkle) honed', tooltip: `honed knows ${known}`, isError: false }
}
