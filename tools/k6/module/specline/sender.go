package specline

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/grafana/sobek"
	"go.k6.io/k6/js/common"
	"go.k6.io/k6/lib"
	"go.k6.io/k6/lib/netext/httpext"
)

// call is what all requests of an operation have in common. k6/http reads this from values of JavaScript again for each request.
type call struct {
	Method  string
	Name    string
	Headers map[string]string
	// Ranges of statuses that k6 is not to count as failures.
	Success      [][2]int
	IsTextWanted bool `js:"isTextWanted"`
}

// k6's own, of a request that sets none.
const timeout = 60 * time.Second

// senderOf gives a function (url, body) that does what http.request of k6/http does for such a call, and returns its response.
func (i *instance) senderOf(one call) func(sobek.FunctionCall) sobek.Value {
	header := http.Header{}
	for name, value := range one.Headers {
		header.Set(name, value)
	}
	return func(arguments sobek.FunctionCall) sobek.Value {
		runtime, state := i.vu.Runtime(), i.vu.State()
		if state == nil {
			common.Throw(runtime, fmt.Errorf("requests cannot be sent while the script is loaded"))
		}
		request, err := one.request(state, header.Clone(), arguments.Argument(0).String(), arguments.Argument(1))
		if err != nil {
			state.Logger.WithField("error", err).Warn("Request Failed")
			response := httpext.NewResponse()
			response.Error = err.Error()
			var known httpext.K6Error
			if errors.As(err, &known) {
				response.ErrorCode = int(known.Code)
			}
			return runtime.ToValue(response)
		}
		response, err := httpext.MakeRequest(i.vu.Context(), state, request)
		if err != nil {
			common.Throw(runtime, err)
		}
		return runtime.ToValue(response)
	}
}

func (c *call) request(state *lib.State, header http.Header, text string, body sobek.Value) (*httpext.ParsedHTTPRequest, error) {
	url, err := httpext.NewURL(text, text)
	if err != nil {
		return nil, err
	}
	header.Set("User-Agent", state.Options.UserAgent.String)
	request := &httpext.ParsedHTTPRequest{
		URL:              &url,
		Req:              &http.Request{Method: c.Method, URL: url.GetURL(), Header: header},
		Timeout:          timeout,
		Throw:            state.Options.Throw.Bool,
		ResponseType:     httpext.ResponseTypeNone,
		ResponseCallback: c.isSuccess,
		Redirects:        state.Options.MaxRedirects,
		ActiveJar:        state.CookieJar,
		TagsAndMeta:      state.Tags.GetCurrentValues(),
	}
	if c.IsTextWanted || !state.Options.DiscardResponseBodies.Bool {
		request.ResponseType = httpext.ResponseTypeText
	}
	if !common.IsNullish(body) {
		request.Body = bytes.NewBufferString(body.String())
	}
	request.TagsAndMeta.SetTag("name", c.Name)
	if request.ActiveJar != nil {
		httpext.SetRequestCookies(request.Req, request.ActiveJar, nil)
	}
	return request, nil
}

func (c *call) isSuccess(status int) bool {
	for _, one := range c.Success {
		if status >= one[0] && status <= one[1] {
			return true
		}
	}
	return false
}
