package duration

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

func Parse(text string) (int, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0, fmt.Errorf("empty duration")
	}
	number, unit := text[:len(text)-1], text[len(text)-1]
	value, err := strconv.Atoi(number)
	if err != nil {
		return 0, err
	}
	switch unit {
	case 's':
		return value, nil
	case 'm':
		return value * 60, nil
	case 'h':
		return value * 3600, nil
	default:
		return 0, fmt.Errorf("unknown unit %q", unit)
	}
}

func Format(seconds int) string {
	if seconds%3600 == 0 {
		return fmt.Sprintf("%dh", seconds/3600)
	}
	if seconds%60 == 0 {
		return fmt.Sprintf("%dm", seconds/60)
	}
	return fmt.Sprintf("%ds", seconds)
}

func TestParseSeconds(t *testing.T) {
	got, err := Parse("5s")
	if err != nil {
		t.Fatal(err)
	}
	if got != 5 {
		t.Errorf("got %d", got)
	}
}

func TestParseMinutes(t *testing.T) {
	got, err := Parse("5m")
	if err != nil {
		t.Fatal(err)
	}
	if got != 300 {
		t.Errorf("got %d", got)
	}
}

func TestParseHours(t *testing.T) {
	got, err := Parse("5h")
	if err != nil {
		t.Fatal(err)
	}
	if got != 18000 {
		t.Errorf("got %d", got)
	}
}
