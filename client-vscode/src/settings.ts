// Settings for the server: only those that somebody set.

/** What VS Code knows of one setting (`WorkspaceConfiguration.inspect`). */
export interface Inspected {
  readonly globalValue?: unknown
  readonly workspaceValue?: unknown
  readonly workspaceFolderValue?: unknown
}

/** Settings of the extension itself, which the server does not know. */
export const OF_THE_EXTENSION: ReadonlySet<string> = new Set([
  'server.command',
  'server.python',
  'nextEdit.enabled',
  'nextEdit.jumpWithTab',
])

/**
 * Returns the settings that somebody set, by name.
 *
 * A default that VS Code fills in would outweigh what the user's own file says. A folder may only
 * switch off: lists add up, and any `false` is one.
 */
export function setByUser(
  names: Iterable<string>,
  inspect: (name: string) => Inspected | undefined,
): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const name of names) {
    const known = OF_THE_EXTENSION.has(name) ? undefined : inspect(name)
    const said = [known?.globalValue, known?.workspaceValue, known?.workspaceFolderValue]
    const value = together(said.filter((each) => each !== undefined))
    if (value !== undefined) {
      found[name] = value
    }
  }
  return found
}

function together(values: readonly unknown[]): unknown {
  if (values.length > 1 && values.every((each) => Array.isArray(each))) {
    return [...new Set(values.flat())]
  }
  return values.includes(false) ? false : values[0]
}
