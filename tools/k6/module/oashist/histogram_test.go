package oashist

import "testing"

func TestBucketOf(t *testing.T) {
	for value, want := range map[uint64]int{0: 0, 1: 1, 127: 127, 128: 128, 129: 128, 254: 191, 255: 191, 256: 192, 1000: 317, 1_000_000: 954} {
		if got := bucketOf(value); got != want {
			t.Errorf("bucketOf(%d) = %d, want %d", value, got, want)
		}
	}
}

func TestBucketsAreContiguousAndOrdered(t *testing.T) {
	previous := 0
	for value := uint64(0); value < 1<<20; value++ {
		bucket := bucketOf(value)
		if bucket != previous && bucket != previous+1 {
			t.Fatalf("bucketOf(%d) = %d after %d", value, bucket, previous)
		}
		previous = bucket
	}
}
