type Props = { rows?: string[]; open: boolean; title: string; onClose?: () => void }

export function Plain({ title }: Props) { // cyclomatic 1, cognitive 0, nesting 0, parameters 1
  return <h1>{title}</h1>
}

export const Shown = ({ open, title }: Props) => // cyclomatic 2, cognitive 0, nesting 0, parameters 1
  <div>{open && <h1>{title}</h1>}</div>

export const ShownTwice = ({ open, title }: Props) => // cyclomatic 4, cognitive 0, nesting 0, parameters 1
  <div hidden={!open || title === ''}>{open && title && <h1>{title}</h1>}</div>

export const Mixed = ({ open, title, rows }: Props) => // cyclomatic 4, cognitive 2, nesting 0, parameters 1
  <div>{(open && title) || (rows && rows.length)}</div>

export const Either = ({ open, title }: Props) => { // cyclomatic 2, cognitive 1, nesting 0, parameters 1
  return <div>{open ? <h1>{title}</h1> : null}</div>
}

export function List({ rows = [], onClose }: Props) { // cyclomatic 3, cognitive 1, nesting 1, parameters 1
  if (rows.length === 0) {
    return <></>
  }
  return (
    <ul onClick={() => // cyclomatic 2, cognitive 0, nesting 0, parameters 0
      onClose?.()}
    >
      {rows.map((row, at) => // cyclomatic 2, cognitive 1, nesting 0, parameters 2
        row !== '' && <li key={at}>{row}</li>)}
    </ul>
  )
}

export const useCounter = <T,>(first: T, step?: (before: T) => T) => { // cyclomatic 1, cognitive 0, nesting 0, parameters 2
  const next = (before: T): T => { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
    if (step) {
      return step(before)
    }
    return before
  }
  return [first, next] as const
}

export class Panel {
  state = { open: this.initial?.open ?? false } // cyclomatic 3, cognitive 0, nesting 0, parameters 0
  constructor(private initial?: Props) {} // cyclomatic 1, cognitive 0, nesting 0, parameters 1
  render() { // cyclomatic 4, cognitive 1, nesting 0, parameters 0
    const classes = this.state.open && 'open'
    return <div className={classes || 'closed'}>{this.initial && <Plain {...this.initial} />}</div>
  }
}
