// Presses keys in VS Code: reads a JSON command a line, and answers each with a line.
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'

const [, , installed, address] = process.argv
const { chromium } = createRequire(`${installed}/package.json`)('playwright-core')
const PATIENCE_MS = 60_000

// `--no-sandbox`, as the tests run as root in containers, on pages of this machine only.
const browser = await chromium.launch({ executablePath: `${installed}/browser`, args: ['--no-sandbox'] })
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
page.setDefaultTimeout(PATIENCE_MS)

const doing = {
  async open() {
    await page.goto(address)
    await page.waitForSelector('.monaco-workbench .part.statusbar')
    return true
  },
  async press({ keys }) {
    for (const key of keys) {
      await page.keyboard.press(key)
    }
    return true
  },
  async type({ text, pace }) {
    await page.keyboard.type(text, { delay: pace })
    return true
  },
  async paste({ text }) {
    await page.keyboard.insertText(text)
    return true
  },
  async see({ selector }) {
    return await page.locator(selector).allInnerTexts()
  },
  async count({ selector }) {
    return await page.locator(selector).count()
  },
  async wait({ selector, state }) {
    await page.locator(selector).first().waitFor({ state })
    return true
  },
  async click({ selector }) {
    await page.locator(selector).first().click()
    return true
  },
  async hover({ selector }) {
    await page.locator(selector).first().hover()
    return true
  },
  async after({ selector }) {
    // What is drawn behind a text is the content of a pseudo-element.
    return await page.evaluate(
      (wanted) =>
        [...document.querySelectorAll(wanted)].map((each) =>
          getComputedStyle(each, '::after').content.replace(/^"|"$/g, ''),
        ),
      selector,
    )
  },
  async picture({ path }) {
    await page.screenshot({ path })
    return true
  },
}

for await (const line of createInterface({ input: process.stdin })) {
  const { what, ...given } = JSON.parse(line)
  let answer
  try {
    answer = { answer: await doing[what](given) }
  } catch (error) {
    answer = { error: String(error) }
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
await browser.close()
