// The status bar: idle, learning, off or in trouble, with a menu.

import * as vscode from 'vscode'
import { RequestType0, State, type LanguageClient } from 'vscode-languageclient/node'

import type { Status } from './protocol'
import { signOf, type Sign } from './sign'

const STATUS = new RequestType0<Status, void>('honed/status')
const PAUSE_MS = 1_000
const WHILE_LEARNING_MS = 2_000

/** Keeps the item in the status bar up to date, asking in pauses only. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    'honed',
    vscode.StatusBarAlignment.Right,
    90,
  )
  private readonly subscriptions: { dispose(): unknown }[]
  private client: LanguageClient | undefined
  private timer: NodeJS.Timeout | undefined

  constructor() {
    this.item.name = 'honed'
    this.item.command = 'honed.menu'
    this.starting()
    this.item.show()
    this.subscriptions = [
      this.item,
      vscode.workspace.onDidChangeTextDocument(() => {
        this.refreshSoon()
      }),
      vscode.window.onDidChangeActiveTextEditor(() => {
        this.refreshSoon()
      }),
    ]
  }

  /** Says that the server is being started. */
  starting(): void {
    this.say({ text: '$(loading~spin) honed', tooltip: 'honed starts', isError: false })
  }

  /** Says what went wrong. */
  failed(why: string): void {
    this.say({ text: '$(error) honed', tooltip: `honed does not run: ${why}`, isError: true })
  }

  /** Follows a client from now on; undefined for none. */
  follow(client: LanguageClient | undefined): void {
    this.client = client
    client?.onDidChangeState(({ newState }) => {
      if (newState === State.Stopped && this.client === client) {
        this.say(signOf(undefined, undefined))
      }
    })
    this.refreshSoon(0)
  }

  /** Asks the server after a pause. */
  refreshSoon(pause = PAUSE_MS): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.refresh(), pause)
  }

  dispose(): void {
    clearTimeout(this.timer)
    for (const each of this.subscriptions) {
      each.dispose()
    }
  }

  private async refresh(): Promise<void> {
    const { client } = this
    if (!client?.isRunning()) {
      return
    }
    try {
      const status = await client.sendRequest(STATUS)
      const document = vscode.window.activeTextEditor?.document
      const uri = document && client.code2ProtocolConverter.asUri(document.uri)
      this.say(signOf(status, uri))
      if (status.queue > 0) {
        this.refreshSoon(WHILE_LEARNING_MS)
      }
    } catch (error) {
      client.debug(`the status could not be asked for: ${String(error)}`)
    }
  }

  private say({ text, tooltip, isError }: Sign): void {
    this.item.text = text
    this.item.tooltip = tooltip
    this.item.backgroundColor = isError
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined
  }
}
