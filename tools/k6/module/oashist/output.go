// Package oashist is a k6 output that writes latency histograms instead of samples: one line of JSON for every second,
// scenario, operation, method, status and error code, so that its size grows with time, not with requests, and files of several
// runs add up exactly. Use: k6 run --out oashist=run.ndjson script.js
package oashist

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"time"

	"go.k6.io/k6/metrics"
	"go.k6.io/k6/output"

	"specline/k6/specline"
)

func init() { output.RegisterExtension("oashist", newOutput) }

// ignored are counters that the histograms tell already, or that no reader asks for.
var ignored = map[string]bool{
	metrics.HTTPReqsName:     true,
	metrics.DataSentName:     true,
	metrics.DataReceivedName: true,
}

type requestKey struct {
	Second   int64
	Scenario string
	Name     string
	Method   string
	Status   string
	Code     string
	Expected string
}

type counterKey struct {
	Second   int64
	Scenario string
	Name     string
	// Operation that the script was at, where it says so.
	Operation string
}

type cell struct {
	count   uint64
	sum     float64
	max     uint64
	buckets map[int]uint64
}

type hist struct {
	output.SampleBuffer
	path    string
	file    *os.File
	writer  *bufio.Writer
	flusher *output.PeriodicFlusher
	failure error
}

func newOutput(params output.Params) (output.Output, error) {
	if params.ConfigArgument == "" {
		return nil, fmt.Errorf("oashist needs a file: --out oashist=run.ndjson")
	}
	return &hist{path: params.ConfigArgument}, nil
}

func (h *hist) Description() string { return "oashist (" + h.path + ")" }

func (h *hist) Start() error {
	file, err := os.OpenFile(h.path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	dieWithParent()
	h.file, h.writer = file, bufio.NewWriter(file)
	h.write(map[string]any{"format": "oashist/1", "unit": "us", "sub": subBuckets})
	flusher, err := output.NewPeriodicFlusher(time.Second, h.flush)
	if err != nil {
		return err
	}
	h.flusher = flusher
	return nil
}

// Stop writes a last line, so that a reader can tell a whole file from one of a killed run.
func (h *hist) Stop() error {
	h.flusher.Stop()
	h.write(map[string]any{"end": true})
	if err := h.writer.Flush(); err != nil && h.failure == nil {
		h.failure = err
	}
	if err := h.file.Close(); err != nil && h.failure == nil {
		h.failure = err
	}
	return h.failure
}

// flush writes what came since the last call. Lines of the same second and key add up.
func (h *hist) flush() {
	requests, counters := map[requestKey]*cell{}, map[counterKey]float64{}
	for _, container := range h.GetBufferedSamples() {
		for _, sample := range container.GetSamples() {
			collect(sample, requests, counters)
		}
	}
	for _, key := range sortedRequests(requests) {
		one := requests[key]
		h.write(map[string]any{
			"t": key.Second, "scenario": key.Scenario, "op": key.Name, "method": key.Method, "status": key.Status, "code": key.Code,
			"expected": key.Expected == "true", "n": one.count, "sum": one.sum, "max": one.max, "h": one.buckets,
		})
	}
	for key, value := range counters {
		h.write(map[string]any{"t": key.Second, "scenario": key.Scenario, "counter": key.Name, "op": key.Operation, "value": value})
	}
	if begun := specline.DrainBegun(); begun > 0 {
		h.write(map[string]any{"t": time.Now().Unix(), "scenario": "", "counter": "begun_iterations", "op": "", "value": begun})
	}
	for _, one := range specline.Drain() {
		h.write(map[string]any{
			"responses": one.Operation, "checked": one.Checked, "failed": one.Failed, "samples": one.Samples,
		})
	}
	if err := h.writer.Flush(); err != nil && h.failure == nil {
		h.failure = err
	}
}

func collect(sample metrics.Sample, requests map[requestKey]*cell, counters map[counterKey]float64) {
	tag := func(name string) string { value, _ := sample.Tags.Get(name); return value }
	second := sample.Time.Unix()
	switch {
	case sample.Metric.Name == metrics.HTTPReqDurationName:
		key := requestKey{second, tag("scenario"), tag("name"), tag("method"), tag("status"), tag("error_code"), tag("expected_response")}
		one := requests[key]
		if one == nil {
			one = &cell{buckets: map[int]uint64{}}
			requests[key] = one
		}
		microseconds := uint64(sample.Value*1000 + 0.5)
		one.count++
		one.sum += sample.Value * 1000
		one.max = max(one.max, microseconds)
		one.buckets[bucketOf(microseconds)]++
	case sample.Metric.Type == metrics.Counter && !ignored[sample.Metric.Name]:
		counters[counterKey{second, tag("scenario"), sample.Metric.Name, tag("name")}] += sample.Value
	}
}

func sortedRequests(requests map[requestKey]*cell) []requestKey {
	keys := make([]requestKey, 0, len(requests))
	for key := range requests {
		keys = append(keys, key)
	}
	sort.Slice(keys, func(a, b int) bool {
		if keys[a].Second != keys[b].Second {
			return keys[a].Second < keys[b].Second
		}
		if keys[a].Scenario != keys[b].Scenario {
			return keys[a].Scenario < keys[b].Scenario
		}
		return keys[a].Name < keys[b].Name
	})
	return keys
}

func (h *hist) write(line any) {
	text, err := json.Marshal(line)
	if err == nil {
		_, err = h.writer.Write(append(text, '\n'))
	}
	if err != nil && h.failure == nil {
		h.failure = err
	}
}
