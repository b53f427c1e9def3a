#include <stdint.h>
#include <stdlib.h>

struct table;

struct table *table_new(size_t count);
void table_free(struct table *table);
static uint32_t hash(const char *key);
int table_set(struct table *table, const char *key, void *value);
void *table_get(const struct table *table, const char *key);

struct slot {
    char *key;
    void *value;
};

struct table {
    size_t count;
    struct slot *slots;
};

static uint32_t hash(const char *key)
{
    uint32_t value = 5381;

    while (*key)
        value = value * 33 + (unsigned char)*key++;
    return value;
}

struct table *table_new(size_t count)
{
    struct table *table = malloc(sizeof(*table));

    if (table) {
        table->count = count;
        table->slots = calloc(count, sizeof(*table->slots));
    }
    return table;
}

int table_set(struct table *table, const char *key, void *value)
{
    size_t at = hash(key) % table->count;

#ifdef TABLE_STATISTICS
    table_count(table, key);
#endif
    for (size_t i = 0; i < table->count; i++) {
        struct slot *slot = &table->slots[(at + i) % table->count];

        if (!slot->key || strcmp(slot->key, key) == 0) {
            slot->key = strdup(key);
            slot->value = value;
            return 0;
        }
    }
    return -1;
}

void *table_get(const struct table *table, const char *key)
{
    size_t at = hash(key) % table->count;

    for (size_t i = 0; i < table->count; i++) {
        struct slot *slot = &table->slots[(at + i) % table->count];

        if (!slot->key)
            return NULL;
        if (strcmp(slot->key, key) == 0)
            return slot->value;
    }
    return NULL;
}

void table_free(struct table *table)
{
    free(table->slots);
    free(table);
}
