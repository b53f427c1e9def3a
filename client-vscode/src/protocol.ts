// What the server answers, as docs/protocol.md of honed says.

import type { Range } from 'vscode-languageclient/node'

export interface TextEdit {
  readonly range: Range
  readonly newText: string
}

/** Answer of `honed/nextEdit`. */
export interface NextEdit {
  readonly id: string
  readonly uri: string
  readonly version: number
  readonly edits: readonly TextEdit[]
  readonly range: Range
  readonly confidence: number
  readonly title: string
  readonly why: string
  readonly patternId: number
}

export interface Off {
  readonly scope: string
  readonly value: string
  readonly source: string
}

/** Answer of `honed/status`, as far as it is used here. */
export interface Status {
  readonly queue: number
  readonly workerTrouble: string
  readonly documentsOff: readonly { readonly uri: string; readonly why: string }[]
  readonly projects: readonly {
    readonly folder: string | null
    readonly patterns: number
    readonly trouble: string
    readonly off: readonly Off[]
  }[]
}

/** A pattern as `honed patterns list --json` prints it. */
export interface Pattern {
  readonly id: number
  readonly language: string
  readonly before: string
  readonly after: string
  readonly path: string
  readonly line: number
  readonly support: number
  readonly accepted: number
  readonly rejected: number
  readonly ignored: number
  readonly state: string
  readonly learnedAt: string | null
}

export interface Listing {
  readonly workspace: string | null
  readonly total: number
  readonly patterns: readonly Pattern[]
}
