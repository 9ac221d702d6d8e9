package oashist

import "math/bits"

// subBuckets is the number of buckets per power of two: a bucket is at most 1/64 (1.6 %) wide.
// tools/k6/histogram.ts reads the same indices; a change there and here needs a new format name.
const subBuckets = 64

// bucketOf gives the log-linear bucket of a duration in microseconds. Below 128 µs buckets are exact.
func bucketOf(microseconds uint64) int {
	shift := bits.Len64(microseconds) - 7
	if shift <= 0 {
		return int(microseconds)
	}
	return shift*subBuckets + int(microseconds>>uint(shift))
}
