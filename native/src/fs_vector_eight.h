/* fs_vector_eight.h - largest magnitudes of eight groups at once, on 8 lanes in every instruction set: with 16 the halves
 * would first have to be brought together, which costs more than loading them apart. */
#ifndef FS_VECTOR_EIGHT_H
#define FS_VECTOR_EIGHT_H

typedef __m256i v8;

INLINE v8 v8_magnitudes(const float *p) { return _mm256_and_si256(_mm256_loadu_si256((const __m256i *)p), _mm256_set1_epi32(0x7fffffff)); }
INLINE v8 v8_max(v8 a, v8 b) { return _mm256_max_epu32(a, b); }
INLINE v8 larger_of_pairs(v8 a, v8 b) { return v8_max(_mm256_unpacklo_epi32(a, b), _mm256_unpackhi_epi32(a, b)); }
INLINE v8 larger_of_quads(v8 a, v8 b) { return v8_max(_mm256_unpacklo_epi64(a, b), _mm256_unpackhi_epi64(a, b)); }

/* out[k] = largest lane of v[k]: pairs, then quarters of vectors side by side. */
INLINE void v8_largest_of_eight(const v8 v[8], uint32_t out[8]) {
    v8 low = larger_of_quads(larger_of_pairs(v[0], v[1]), larger_of_pairs(v[2], v[3]));
    v8 high = larger_of_quads(larger_of_pairs(v[4], v[5]), larger_of_pairs(v[6], v[7]));
    _mm256_storeu_si256((__m256i *)out, v8_max(_mm256_permute2x128_si256(low, high, 0x20), _mm256_permute2x128_si256(low, high, 0x31)));
}

#endif
