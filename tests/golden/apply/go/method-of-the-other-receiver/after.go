// Package cache keeps what was asked for lately.
package cache

import (
	"errors"
	"sync"
	"time"
)

// ErrMissing says that a key is not there.
var ErrMissing = errors.New("cache: missing")

const (
	defaultSize = 128
	defaultTTL  = time.Minute
)

// Cache is what all caches can do.
type Cache interface {
	Get(key string) ([]byte, error)
	Put(key string, value []byte)
}

type entry struct {
	value   []byte
	expires time.Time
}

// Memory keeps entries in a map.
type Memory struct {
	mu      sync.Mutex
	entries map[string]entry
	ttl     time.Duration
}

// NewMemory returns an empty cache.
func NewMemory(ttl time.Duration) *Memory {
	if ttl == 0 {
		ttl = defaultTTL
	}
	return &Memory{entries: make(map[string]entry, defaultSize), ttl: ttl}
}

// Get returns the value of a key.
func (m *Memory) Get(key string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	found, ok := m.entries[key]
	if !ok {
		return nil, ErrMissing
	}
	return found.value, nil
}

// Put stores a value.
func (m *Memory) Put(key string, value []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.entries[key] = entry{value, time.Now().Add(m.ttl)}
}

// Layered asks one cache after the other.
type Layered struct {
	layers []Cache
}

// Get returns the value of the first layer that has it.
func (l *Layered) Get(key string) ([]byte, error) {
	for _, layer := range l.layers {
		if value, err := layer.Get(key); err == nil {
			return value, nil
		}
	}
	return nil, ErrMissing
}

// Put stores a value in all layers, the last one first.
func (l *Layered) Put(key string, value []byte) {
	for i := len(l.layers) - 1; i >= 0; i-- {
		l.layers[i].Put(key, value)
	}
}
