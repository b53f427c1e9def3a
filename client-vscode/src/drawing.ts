// What an offered edit looks like in the text: pure, so that it can be tested without an editor.

import type { TextEdit } from './protocol'

/** Text that goes away, and text that comes, on one line. */
export interface Drawn {
  readonly line: number
  readonly start: number
  readonly end: number
  readonly added: string
}

const MOST_SHOWN = 120

/** Returns a text as one line of at most `most` characters; spaces at its ends show as dots. */
export function oneLine(text: string, most = MOST_SHOWN): string {
  const lines = text.split(/\r?\n/)
  const first = (lines.find((line) => line.trim()) ?? '').replace(/\t/g, '  ')
  const signs = Array.from(new Intl.Segmenter().segment(first), ({ segment }) => segment)
  const cut = signs.length > most ? signs.slice(0, most - 1).join('') + '…' : first
  return lines.length > 1 ? `${cut.trimEnd()} ⏎` : cut
}

/**
 * Returns the edits as they are drawn on their lines.
 *
 * `lengthOf` is the length of a line; an edit over several lines is drawn on its first one.
 */
export function drawn(edits: readonly TextEdit[], lengthOf: (line: number) => number): Drawn[] {
  return edits.map(({ range, newText }) => ({
    line: range.start.line,
    start: range.start.character,
    end: range.end.line === range.start.line ? range.end.character : lengthOf(range.start.line),
    added: oneLine(newText),
  }))
}

/** Returns the text of a document after the edits, which do not overlap; offsets by `offsetAt`. */
export function applied(
  text: string,
  edits: readonly TextEdit[],
  offsetAt: (line: number, character: number) => number,
): string {
  const places = edits
    .map(({ range, newText }) => ({
      start: offsetAt(range.start.line, range.start.character),
      end: offsetAt(range.end.line, range.end.character),
      newText,
    }))
    .sort((one, other) => other.start - one.start)
  return places.reduce(
    (now, { start, end, newText }) => now.slice(0, start) + newText + now.slice(end),
    text,
  )
}

/** Returns whether a line is one of those that the edits are drawn on. */
export function isHere(edits: readonly TextEdit[], line: number): boolean {
  return edits.some(({ range }) => range.start.line <= line && line <= range.end.line)
}

/** Returns a fence for Markdown that the code itself does not end. */
export function fence(code: string): string {
  const longest = Math.max(0, ...(code.match(/`+/g) ?? []).map((run) => run.length))
  return '`'.repeat(Math.max(3, longest + 1))
}
