/*
 * ring.c - a ring buffer of bytes
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ring.h"

#define RING_MIN 16
#define RING_MASK(ring) ((ring)->size - 1)
#define RING_CHECK(ring)                \
	do {                            \
		if (!(ring))            \
			return -EINVAL; \
	} while (0)

struct ring {
	unsigned char *data;
	size_t size;
	size_t head;
	size_t tail;
};

static size_t round_up(size_t size)
{
	size_t rounded = RING_MIN;

	while (rounded < size)
		rounded *= 2;
	return rounded;
}

struct ring *ring_new(size_t size)
{
	struct ring *ring = calloc(1, sizeof(*ring));

	if (!ring)
		return NULL;
	ring->size = round_up(size);
	ring->data = malloc(ring->size);
	if (!ring->data) {
		free(ring);
		return NULL;
	}
	return ring;
}

void ring_free(struct ring *ring)
{
	if (!ring)
		return;
	free(ring->data);
	free(ring);
}

/* How many bytes can be read. */
size_t ring_used(const struct ring *ring)
{
	return ring->head - ring->tail;
}

int ring_put(struct ring *ring, unsigned char byte)
{
	RING_CHECK(ring);
	if (ring_used(ring) == ring->size)
		return -ENOSPC;
	ring->data[ring->head++ & RING_MASK(ring)] = byte;
	return 0;
}

int ring_get(struct ring *ring, unsigned char *byte)
{
	RING_CHECK(ring);
	if (ring_used(ring) == 0)
		return -EAGAIN;
	*byte = ring->data[ring->tail++ & RING_MASK(ring)];
	return 0;
}

#ifdef RING_DEBUG
#include <stdio.h>

void ring_dump(const struct ring *ring)
{
	printf("%zu of %zu\n", ring_used(ring), ring->size);
}
#else
void ring_dump(const struct ring *ring)
{
	(void)ring;
}
#endif
