package specline

import (
	"encoding/json"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"unsafe"

	"go.k6.io/k6/lib/netext/httpext"
)

// maxSamples of an operation reach the report.
const maxSamples = 3

type operation struct {
	id string
	// By status; nil: it is not documented.
	replies [600]*reply

	checked atomic.Int64
	failed  atomic.Int64
	lock    sync.Mutex
	// Distinct faults that have been seen; told are those that a report has already.
	samples []Fault
	told    int
}

// Fault says what is wrong with a response, without the values that it was found in.
type Fault struct {
	Status int `json:"status"`
	// JSON pointer into the body, or the name of a header.
	Path    string `json:"path"`
	Keyword string `json:"keyword"`
	Message string `json:"message"`
}

// newOperation looks replies up as OpenAPI says: the status, else its range, else the default.
func newOperation(id string, replyOf func(status string) *reply) *operation {
	made := &operation{id: id}
	for status := 100; status < len(made.replies); status++ {
		for _, key := range []string{strconv.Itoa(status), strconv.Itoa(status/100) + "XX", "default"} {
			if made.replies[status] = replyOf(key); made.replies[status] != nil {
				break
			}
		}
	}
	register(made)
	return made
}

// check counts a response and whether something is wrong with it. No response, or one of a status that is not documented, is none
// of its business: the script counts these.
func (o *operation) check(response *httpext.Response) {
	if response.Status < 100 || response.Status >= len(o.replies) || o.replies[response.Status] == nil {
		return
	}
	o.checked.Add(1)
	fault := o.replies[response.Status].faultOf(response)
	if fault == nil {
		return
	}
	o.failed.Add(1)
	fault.Status = response.Status
	o.lock.Lock()
	defer o.lock.Unlock()
	for _, known := range o.samples {
		if known.Path == fault.Path && known.Keyword == fault.Keyword && known.Status == fault.Status {
			return
		}
	}
	if len(o.samples) < maxSamples {
		o.samples = append(o.samples, *fault)
	}
}

func (r *reply) faultOf(response *httpext.Response) *Fault {
	for _, name := range r.headers {
		if _, ok := response.Headers[name]; !ok {
			return &Fault{Path: name, Keyword: "header", Message: "the header is missing"}
		}
	}
	// Never with a body (RFC 9110, 15.3.5, 15.3.6 and 15.4.5).
	if status := response.Status; len(r.content) == 0 || status == 204 || status == 205 || status == 304 {
		return nil
	}
	mediaType := essenceOf(response.Headers["Content-Type"])
	fitting := r.formFor(mediaType)
	if fitting == nil {
		return &Fault{Keyword: "content-type", Message: "the description has no body of this type"}
	}
	if fitting.schema == nil || (mediaType != "application/json" && !strings.HasSuffix(mediaType, "+json")) {
		return nil
	}
	value, err := parse(response.Body)
	if err != nil {
		return &Fault{Keyword: "json", Message: "the body is no JSON"}
	}
	if fitting.matcher != nil && fitting.matcher.fits(value) {
		return nil
	}
	if err := fitting.schema.Validate(value); err != nil {
		return toFault(err)
	}
	return nil
}

// formFor finds the most special form; types that differ in parameters only are not told apart, so they have no schema.
func (r *reply) formFor(mediaType string) *form {
	kind, _, _ := strings.Cut(mediaType, "/")
	for _, wanted := range []string{mediaType, kind + "/*", "*/*"} {
		var found *form
		for index := range r.content {
			if r.content[index].essence != wanted {
				continue
			}
			if found != nil {
				return &form{essence: wanted}
			}
			found = &r.content[index]
		}
		if found != nil {
			return found
		}
	}
	return nil
}

func parse(body any) (value any, err error) {
	switch text := body.(type) {
	case string:
		// The decoder only reads.
		err = json.Unmarshal(unsafe.Slice(unsafe.StringData(text), len(text)), &value)
	case []byte:
		err = json.Unmarshal(text, &value)
	default:
		err = json.Unmarshal(nil, &value)
	}
	return value, err
}
