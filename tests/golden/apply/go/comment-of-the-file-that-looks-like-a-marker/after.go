package clock

import "strings"

// Digits of a seven-segment display, one string a row.
var digits = map[rune][3]string{
	'0': {" _ ", "| |", "|_|"},
	'1': {"   ", "  |", "  |"},
	'2': {" _ ", " _|", "|_ "},
	// ... the others are drawn when they are needed ...
}

type Display struct {
	rows [3]strings.Builder
}

func (d *Display) Write(text string) {
	for _, each := range text {
		// ... unknown characters are blank ...
		digit, ok := digits[each]
		if !ok {
			digit = [3]string{"   ", "   ", "   "}
		}
		for i := range d.rows {
			d.rows[i].WriteString(digit[i])
		}
	}
}

func (d *Display) String() string {
	var lines []string
	for i := range d.rows {
		lines = append(lines, d.rows[i].String())
	}
	return strings.Join(lines, "\n")
}
