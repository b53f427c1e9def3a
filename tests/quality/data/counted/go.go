// Functions counted by hand.
//
// Cyclomatic complexity by gocyclo's rules: 1 for the function, 1 for each `if`, each `for`, each
// `case` of a switch or select that is not the default, each `&&` and `||`; function literals count
// for the function they stand in, but those that a variable of the package holds for themselves.
//
// Cognitive complexity by SonarSource's white paper: `if`, `for`, `switch` and `select` cost 1 and
// the depth they lie at, `else`, `else if`, `goto`, a jump to a label, a sequence of like logical
// operators and recursion cost 1. Function literals only lie deeper.
package counted

import (
	"errors"
	"sync"
)

type shape interface {
	area() float64
	scale(by float64)
}

type square struct{ side float64 }

type circle struct{ radius float64 }

type stack[T any] struct{ items []T }

type pair[K comparable, V any] struct {
	key   K
	value V
}

// Straight on: a function is 1.

func empty() { // cyclomatic 1, cognitive 0, nesting 0, parameters 0
}

func straight(a int) int { // cyclomatic 1, cognitive 0, nesting 0, parameters 1
	b := a * 2
	return b + 1
}

func twoOfOneType(a, b int) int { return a + b } // cyclomatic 1, cognitive 0, nesting 0, parameters 2

func manyParameters(a int, b, c string, d ...byte) {} // cyclomatic 1, cognitive 0, nesting 0, parameters 4

func withoutNames(int, string) {} // cyclomatic 1, cognitive 0, nesting 0, parameters 2

func blankNames(_ int, _ string, last bool) bool { return last } // cyclomatic 1, cognitive 0, nesting 0, parameters 3

func takesFunction(apply func(int, int) int, a int) int { return apply(a, a) } // cyclomatic 1, cognitive 0, nesting 0, parameters 2

func namedResults(a int) (quotient, rest int, err error) { // cyclomatic 1, cognitive 0, nesting 0, parameters 1
	defer close(make(chan int))
	return a / 2, a % 2, nil
}

func variadic(all ...int) int { return len(all) } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

// Methods: the receiver is no parameter.

func (s square) area() float64 { return s.side * s.side } // cyclomatic 1, cognitive 0, nesting 0, parameters 0

func (s *square) scale(by float64) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
	if by > 0 {
		s.side *= by
	}
}

func (circle) unit() float64 { return 1 } // cyclomatic 1, cognitive 0, nesting 0, parameters 0

func (s *stack[T]) push(item T) { s.items = append(s.items, item) } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

func (s *stack[T]) pop() (T, error) { // cyclomatic 2, cognitive 1, nesting 1, parameters 0
	var none T
	if len(s.items) == 0 {
		return none, errors.New("empty")
	}
	last := s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return last, nil
}

func (p pair[K, V]) swap(other pair[K, V]) (K, V) { // cyclomatic 3, cognitive 2, nesting 1, parameters 1
	if p.key == other.key || p.key != other.key {
		return other.key, p.value
	}
	return p.key, other.value
}

func (c *circle) widest(others []*circle) *circle { // cyclomatic 4, cognitive 4, nesting 2, parameters 1
	best := c
	for _, each := range others {
		if each != nil && each.radius > best.radius {
			best = each
		}
	}
	return best
}

// If: 1 and its depth; else and else if 1.

func onlyIf(a int) int { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
	if a > 0 {
		return a
	}
	return -a
}

func ifElse(a int) int { // cyclomatic 2, cognitive 2, nesting 1, parameters 1
	if a > 0 {
		return a
	} else {
		return -a
	}
}

func ifElseIf(a int) string { // cyclomatic 3, cognitive 2, nesting 1, parameters 1
	if a > 0 {
		return "more"
	} else if a < 0 {
		return "less"
	}
	return "none"
}

func ifElseIfElse(a int) string { // cyclomatic 4, cognitive 4, nesting 1, parameters 1
	if a > 10 {
		return "many"
	} else if a > 0 {
		return "some"
	} else if a < 0 {
		return "less"
	} else {
		return "none"
	}
}

func ifWithStart(read func() error) error { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
	if err := read(); err != nil {
		return err
	}
	return nil
}

func ifInIf(a, b int) int { // cyclomatic 3, cognitive 3, nesting 2, parameters 2
	if a > 0 {
		if b > 0 {
			return a + b
		}
	}
	return 0
}

func ifInElse(a, b int) int { // cyclomatic 3, cognitive 4, nesting 2, parameters 2
	if a > 0 {
		return a
	} else {
		if b > 0 {
			return b
		}
	}
	return 0
}

func ifInElseIf(a, b int) int { // cyclomatic 4, cognitive 4, nesting 2, parameters 2
	if a > 0 {
		return a
	} else if a < 0 {
		if b > 0 {
			return b
		}
	}
	return 0
}

func threeDeep(a, b, c bool) int { // cyclomatic 4, cognitive 6, nesting 3, parameters 3
	if a {
		if b {
			if c {
				return 3
			}
		}
	}
	return 0
}

func twoInRow(a, b bool) int { // cyclomatic 3, cognitive 2, nesting 1, parameters 2
	if a {
		return 1
	}
	if b {
		return 2
	}
	return 0
}

// Loops: 1 and their depth.

func forever(work func()) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
	for {
		work()
	}
}

func whileLike(a int) int { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
	for a > 1 {
		a /= 2
	}
	return a
}

func threeClauses(n int) (sum int) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
	for i := 0; i < n; i++ {
		sum += i
	}
	return
}

func overRange(all map[string]int) (sum int) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
	for _, each := range all {
		sum += each
	}
	return
}

func overRangeWithoutNames(all []int) (count int) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
	for range all {
		count++
	}
	return
}

func loopInLoop(grid [][]int) (sum int) { // cyclomatic 3, cognitive 3, nesting 2, parameters 1
	for _, row := range grid {
		for _, cell := range row {
			sum += cell
		}
	}
	return
}

func plainJumps(all []int) int { // cyclomatic 4, cognitive 5, nesting 2, parameters 1
	for _, each := range all {
		if each < 0 {
			continue
		}
		if each > 9 {
			break
		}
	}
	return 0
}

func conditionOfLoop(a, b int) { // cyclomatic 3, cognitive 2, nesting 1, parameters 2
	for i := 0; i < a && i < b; i++ {
		println(i)
	}
}

// Jumps: to a label 1, elsewhere nothing.

func labelledBreak(grid [][]int) bool { // cyclomatic 4, cognitive 7, nesting 3, parameters 1
rows:
	for _, row := range grid {
		for _, cell := range row {
			if cell < 0 {
				break rows
			}
		}
	}
	return true
}

func labelledContinue(grid [][]int) { // cyclomatic 3, cognitive 4, nesting 2, parameters 1
rows:
	for _, row := range grid {
		for range row {
			continue rows
		}
	}
}

func gotoLabel(a int) int { // cyclomatic 2, cognitive 2, nesting 1, parameters 1
again:
	a--
	if a > 0 {
		goto again
	}
	return a
}

// Switch: each case but the default is 1 way more; all of it costs 1 and its depth.

func plainSwitch(a int) string { // cyclomatic 3, cognitive 1, nesting 1, parameters 1
	switch a {
	case 1:
		return "one"
	case 2:
		return "two"
	}
	return ""
}

func switchWithDefault(a int) string { // cyclomatic 3, cognitive 1, nesting 1, parameters 1
	switch a {
	case 1:
		return "one"
	case 2:
		return "two"
	default:
		return "many"
	}
}

func onlyDefault(a int) int { // cyclomatic 1, cognitive 1, nesting 1, parameters 1
	switch a {
	default:
		return 0
	}
}

func manyValuesInCase(a int) bool { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
	switch a {
	case 1, 3, 5, 7, 9:
		return true
	}
	return false
}

func fallsThrough(a int) (sum int) { // cyclomatic 3, cognitive 1, nesting 1, parameters 1
	switch a {
	case 2:
		sum++
		fallthrough
	case 1:
		sum++
	}
	return
}

func switchWithoutValue(a int) string { // cyclomatic 4, cognitive 2, nesting 1, parameters 1
	switch {
	case a > 0 && a < 10:
		return "digit"
	case a < 0:
		return "less"
	}
	return ""
}

func switchWithStart(read func() int) bool { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
	switch a := read(); a {
	case 0:
		return true
	}
	return false
}

func emptySwitch(a int) { // cyclomatic 1, cognitive 1, nesting 1, parameters 1
	switch a {
	}
}

func typeSwitch(a any) string { // cyclomatic 4, cognitive 1, nesting 1, parameters 1
	switch each := a.(type) {
	case int, int64:
		return "number"
	case string:
		return each
	case nil:
		return "nil"
	default:
		return "?"
	}
}

func switchInLoop(all []int) (sum int) { // cyclomatic 4, cognitive 3, nesting 2, parameters 1
	for _, each := range all {
		switch each {
		case 1:
			sum++
		case 2:
			sum += 2
		}
	}
	return
}

func ifInCase(a, b int) int { // cyclomatic 4, cognitive 3, nesting 2, parameters 2
	switch a {
	case 1:
		if b > 0 {
			return b
		}
	case 2:
		return a
	}
	return 0
}

func switchInSwitch(a, b int) int { // cyclomatic 4, cognitive 3, nesting 2, parameters 2
	switch a {
	case 1:
		switch b {
		case 1:
			return 11
		case 2:
			return 12
		}
	}
	return 0
}

// Select: as switch.

func selects(in <-chan int, done <-chan struct{}) int { // cyclomatic 3, cognitive 1, nesting 1, parameters 2
	select {
	case a := <-in:
		return a
	case <-done:
		return 0
	}
}

func selectWithDefault(out chan<- int) bool { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
	select {
	case out <- 1:
		return true
	default:
		return false
	}
}

func selectInLoop(in <-chan int, done <-chan struct{}) (sum int) { // cyclomatic 5, cognitive 6, nesting 3, parameters 2
	for {
		select {
		case a, ok := <-in:
			if !ok {
				return
			}
			sum += a
		case <-done:
			return
		}
	}
}

// Logical operators: each 1 way more, each sequence of like ones costs 1.

func and(a, b bool) bool { return a && b } // cyclomatic 2, cognitive 1, nesting 0, parameters 2

func threeLike(a, b, c bool) bool { return a || b || c } // cyclomatic 3, cognitive 1, nesting 0, parameters 3

func andThenOr(a, b, c bool) bool { return a && b || c } // cyclomatic 3, cognitive 2, nesting 0, parameters 3

func orThenAnd(a, b, c bool) bool { return a || b && c } // cyclomatic 3, cognitive 2, nesting 0, parameters 3

func orAndOr(a, b, c, d bool) bool { return a || b && c || d } // cyclomatic 4, cognitive 3, nesting 0, parameters 4

func fourSequences(a, b, c, d, e, f bool) bool { return a && b && c || d || e && f } // cyclomatic 6, cognitive 3, nesting 0, parameters 6

func parenthesesGoOn(a, b, c bool) bool { return (a && b) && c } // cyclomatic 3, cognitive 1, nesting 0, parameters 3

func parenthesesOther(a, b, c, d bool) bool { return (a || b) && (c || d) } // cyclomatic 4, cognitive 3, nesting 0, parameters 4

func negationBreaks(a, b, c bool) bool { return a && !(b && c) } // cyclomatic 3, cognitive 2, nesting 0, parameters 3

func negatedNames(a, b bool) bool { return !a && !b } // cyclomatic 2, cognitive 1, nesting 0, parameters 2

func inArguments(a, b, c, d bool) bool { return and(a && b, c && d) } // cyclomatic 3, cognitive 2, nesting 0, parameters 4

func comparedSequences(a, b, c, d bool) bool { return (a && b) == (c && d) } // cyclomatic 3, cognitive 2, nesting 0, parameters 4

func bitwiseIsNone(a, b int) int { return a&b | a&^b } // cyclomatic 1, cognitive 0, nesting 0, parameters 2

func inCondition(a, b, c bool) int { // cyclomatic 4, cognitive 3, nesting 1, parameters 3
	if a && b || c {
		return 1
	}
	return 0
}

// Function literals: what is in them counts for the function around, one deeper.

func literal() func() int { // cyclomatic 1, cognitive 0, nesting 0, parameters 0
	return func() int { return 1 }
}

func literalWithIf(a int) func(int) int { // cyclomatic 2, cognitive 2, nesting 1, parameters 1
	return func(b int) int {
		if b > a {
			return b
		}
		return a
	}
}

func deferredLiteral(a *int) (err error) { // cyclomatic 2, cognitive 2, nesting 1, parameters 1
	defer func() {
		if caught := recover(); caught != nil {
			err = errors.New("caught")
		}
	}()
	*a++
	return nil
}

func goroutines(all []func(), wait *sync.WaitGroup) { // cyclomatic 3, cognitive 4, nesting 2, parameters 2
	for _, each := range all {
		go func(work func()) {
			if work != nil {
				work()
			}
		}(each)
	}
}

func literalInLiteral() func() func(bool) int { // cyclomatic 2, cognitive 3, nesting 1, parameters 0
	return func() func(bool) int {
		return func(a bool) int {
			if a {
				return 1
			}
			return 0
		}
	}
}

func immediate(a, b bool) bool { // cyclomatic 2, cognitive 1, nesting 0, parameters 2
	return func() bool { return a && b }()
}

// Recursion: 1 for a function that calls itself, however often.

func factorial(n int) int { // cyclomatic 2, cognitive 2, nesting 1, parameters 1
	if n < 2 {
		return 1
	}
	return n * factorial(n-1)
}

func fibonacci(n int) int { // cyclomatic 2, cognitive 2, nesting 1, parameters 1
	if n < 2 {
		return n
	}
	return fibonacci(n-1) + fibonacci(n-2)
}

func callsAnother(n int) int { return factorial(n) } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

// Type parameters are no parameters.

func mapped[A, B any](all []A, apply func(A) B) []B { // cyclomatic 2, cognitive 1, nesting 1, parameters 2
	out := make([]B, 0, len(all))
	for _, each := range all {
		out = append(out, apply(each))
	}
	return out
}

func largest[T int | float64](first T, rest ...T) T { // cyclomatic 3, cognitive 3, nesting 2, parameters 2
	for _, each := range rest {
		if each > first {
			first = each
		}
	}
	return first
}

// All together.

func parse(text string, strict bool) (out []string, err error) { // cyclomatic 10, cognitive 14, nesting 4, parameters 2
	for i := 0; i < len(text); i++ {
		switch letter := text[i]; letter {
		case ' ', '\t':
			continue
		case '"':
			if strict && (i == 0 || text[i-1] == ' ') {
				for i++; i < len(text); i++ {
					out = append(out, "quoted")
				}
			} else if !strict {
				return nil, errors.New("quote")
			} else {
				return out, nil
			}
		case '#':
			return
		}
	}
	return out, nil
}

func visit(all map[string][]int, keep func(string) bool) (count int) { // cyclomatic 8, cognitive 12, nesting 3, parameters 2
names:
	for name, values := range all {
		if !keep(name) || name == "" {
			continue
		}
		for _, value := range values {
			if value < 0 {
				continue names
			} else if value == 0 || value > 9 {
				break
			}
			count += value
		}
	}
	return
}

func retry(times int, call func() error) (err error) { // cyclomatic 5, cognitive 6, nesting 2, parameters 2
	attempt := func() bool {
		if err = call(); err == nil {
			return true
		} else if errors.Is(err, errUsual) {
			return false
		}
		return false
	}
	for i := 0; i < times; i++ {
		if attempt() {
			func() { defer println("done") }()
			return nil
		}
	}
	return err
}

var errUsual = errors.New("usual")

// Variables of the package: a function literal that one holds is listed.

var atTop = func(a bool) int { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
	if a {
		return 1
	}
	return 0
}

var (
	inGroup = func(a, b bool) bool { return a && b } // cyclomatic 2, cognitive 1, nesting 0, parameters 2
	atOnce  = func(a int) int { return a }(3)
)

func inFunction() int { // cyclomatic 2, cognitive 2, nesting 1, parameters 0
	var held = func(a bool) int {
		if a {
			return 1
		}
		return 0
	}
	return held(true)
}
