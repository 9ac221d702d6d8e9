package specline

import (
	"sort"
	"sync"
	"sync/atomic"

	"github.com/grafana/sobek"
)

// begun counts iterations when they begin: k6 tells those that end.
var begun atomic.Int64

// begin is called by each iteration.
func begin(sobek.FunctionCall) sobek.Value {
	begun.Add(1)
	return sobek.Undefined()
}

// DrainBegun gives how many iterations began since its last call.
func DrainBegun() int64 { return begun.Swap(0) }

var registered struct {
	lock       sync.Mutex
	operations []*operation
}

func register(one *operation) {
	registered.lock.Lock()
	defer registered.lock.Unlock()
	registered.operations = append(registered.operations, one)
}

// Count is what became of an operation's responses since the last call of Drain.
type Count struct {
	Operation string
	Checked   int64
	Failed    int64
	// Faults of a kind that was not there before; at most three in a run.
	Samples []Fault
}

// Drain gives the counts since its last call, by operation, and leaves out operations of which there are none. The output oashist
// writes them: metrics of k6 would cost more than the checks.
func Drain() []Count {
	registered.lock.Lock()
	defer registered.lock.Unlock()
	counts := []Count{}
	for _, one := range registered.operations {
		if count := one.drain(); count.Checked > 0 {
			counts = append(counts, count)
		}
	}
	sort.Slice(counts, func(a, b int) bool { return counts[a].Operation < counts[b].Operation })
	return counts
}

func (o *operation) drain() Count {
	o.lock.Lock()
	defer o.lock.Unlock()
	fresh := append([]Fault{}, o.samples[o.told:]...)
	o.told = len(o.samples)
	// A response that is being checked has been counted, and its failure is counted next time.
	failed := o.failed.Swap(0)
	return Count{Operation: o.id, Checked: o.checked.Swap(0), Failed: failed, Samples: fresh}
}
