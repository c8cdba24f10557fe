/* fuzz_input.h - a fuzzer's bytes, taken from the front; past their end come zeros. */
#ifndef FUZZ_INPUT_H
#define FUZZ_INPUT_H
#include <stddef.h>
#include <stdint.h>

struct input {
    const uint8_t *data;
    size_t size;
};

/* bytes <= 8, least significant first. */
static inline uint64_t take(struct input *in, size_t bytes) {
    uint64_t value = 0;
    for (size_t i = 0; i < bytes && in->size > 0; i++, in->size--) value |= (uint64_t)*in->data++ << (8 * i);
    return value;
}

#endif
