// Package specline is a k6 module that checks every response of an operation against what its description says, at a cost that
// a load test can bear: schemas are compiled once for all virtual users, bodies are read where Go has them and never become values of
// JavaScript. Generated scripts use it when Specline starts them; see tools/compiler/emit/load-test/run-time.
package specline

import (
	"fmt"
	"sync"

	"github.com/grafana/sobek"
	k6http "go.k6.io/k6/js/modules/k6/http"

	"go.k6.io/k6/js/common"
	"go.k6.io/k6/js/modules"
	"go.k6.io/k6/lib/netext/httpext"
)

func init() { modules.Register("k6/x/specline", root) }

// root is shared by all virtual users of the process.
var root = &module{operations: map[string]map[string]*operation{}}

type module struct {
	lock sync.Mutex
	// By the name of their document, then by operationId.
	operations map[string]map[string]*operation
}

type instance struct {
	vu modules.VU
}

func (m *module) NewModuleInstance(vu modules.VU) modules.Instance { return &instance{vu} }

func (i *instance) Exports() modules.Exports {
	return modules.Exports{Named: map[string]any{"begin": begin, "checksOf": i.checksOf, "senderOf": i.senderOf}}
}

// checksOf(name, read) gives a function from an operationId to the check of its responses. What read returns
// (load-test.responses.json) is compiled by the first virtual user that asks for the name.
func (i *instance) checksOf(name string, read func() (string, error)) (func(string) (sobek.Value, error), error) {
	operations, err := root.load(name, read)
	if err != nil {
		return nil, err
	}
	return func(id string) (sobek.Value, error) {
		one := operations[id]
		if one == nil {
			return nil, fmt.Errorf("%s is no operation of %s", id, name)
		}
		return i.vu.Runtime().ToValue(i.checkOf(one)), nil
	}, nil
}

// checkOf gives a function that k6 calls without converting anything: its argument is the response of a sender or of k6/http.
func (i *instance) checkOf(one *operation) func(sobek.FunctionCall) sobek.Value {
	return func(call sobek.FunctionCall) sobek.Value {
		switch response := call.Argument(0).Export().(type) {
		case *httpext.Response:
			one.check(response)
		case *k6http.Response:
			one.check(response.Response)
		default:
			common.Throw(i.vu.Runtime(), fmt.Errorf("not a response"))
		}
		return sobek.Undefined()
	}
}

func (m *module) load(name string, read func() (string, error)) (map[string]*operation, error) {
	m.lock.Lock()
	defer m.lock.Unlock()
	if known := m.operations[name]; known != nil {
		return known, nil
	}
	text, err := read()
	if err != nil {
		return nil, err
	}
	operations, err := compile([]byte(text))
	if err != nil {
		return nil, err
	}
	m.operations[name] = operations
	return operations, nil
}
