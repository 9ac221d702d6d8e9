package specline

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/grafana/sobek"
	"github.com/sirupsen/logrus"
	"go.k6.io/k6/js/common"
	"go.k6.io/k6/js/modules"
	k6http "go.k6.io/k6/js/modules/k6/http"
	"go.k6.io/k6/lib"
	"go.k6.io/k6/metrics"
	"gopkg.in/guregu/null.v3"
)

// TestSendersDoWhatK6Does sends the same requests by k6/http and by senders.
func TestSendersDoWhatK6Does(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		response.Header().Set("Set-Cookie", "seen=yes")
		if request.URL.Path == "/missing" {
			response.WriteHeader(404)
		}
		fmt.Fprintln(response, request.Method, request.URL, request.Header["Authorization"], request.Header["Content-Type"],
			request.UserAgent(), request.ContentLength, request.Header["Cookie"], string(body))
	}))
	defer server.Close()
	for _, one := range []struct{ url, method, body, headers, isTextWanted string }{
		{server.URL + "/items?a=%20b", "GET", "undefined", `{}`, "true"},
		{server.URL + "/items", "GET", "undefined", `{ Authorization: "Bearer a" }`, "false"},
		{server.URL + "/items", "POST", `"{\"a\":\"ä\"}"`, `{ "Content-Type": "application/json" }`, "true"},
		{server.URL + "/items", "DELETE", "undefined", `{}`, "false"},
		{server.URL + "/missing", "PATCH", `""`, `{}`, "true"},
		{"http://127.0.0.1:1/", "GET", "undefined", `{}`, "true"},
		{"http://a b/", "GET", "undefined", `{}`, "true"},
	} {
		responseType := map[string]string{"true": "text", "false": "none"}[one.isTextWanted]
		expected, expectedSamples := runScript(t, fmt.Sprintf(`http.request(%q, %q, %s === undefined ? null : %s, {
			tags: { name: "n" }, headers: %s, responseType: %q, responseCallback: http.expectedStatuses({ min: 200, max: 299 }) })`,
			one.method, one.url, one.body, one.body, one.headers, responseType))
		found, samples := runScript(t, fmt.Sprintf(`specline.senderOf({
			method: %q, name: "n", headers: %s, success: [[200, 299]], isTextWanted: %s })(%q, %s)`,
			one.method, one.headers, one.isTextWanted, one.url, one.body))
		if found != expected {
			t.Errorf("%v: got %s, k6 %s", one, found, expected)
		}
		if !slices.Equal(samples, expectedSamples) {
			t.Errorf("%v: got samples %v, k6 %v", one, samples, expectedSamples)
		}
	}
}

// user is as much of a virtual user as requests need.
type user struct {
	modules.VU
	runtime *sobek.Runtime
	state   *lib.State
}

func (u *user) Context() context.Context         { return context.Background() }
func (u *user) InitEnv() *common.InitEnvironment { return nil }
func (u *user) State() *lib.State                { return u.state }
func (u *user) Runtime() *sobek.Runtime          { return u.runtime }

// runScript gives what a script sees of the response, and the samples with their tags.
func runScript(t *testing.T, send string) (string, []string) {
	logger := logrus.New()
	logger.SetOutput(io.Discard)
	registry := metrics.NewRegistry()
	samples := make(chan metrics.SampleContainer, 100)
	tags := metrics.SystemTagSet(metrics.TagStatus | metrics.TagName | metrics.TagMethod | metrics.TagExpectedResponse | metrics.TagErrorCode)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	one := &user{runtime: sobek.New(), state: &lib.State{
		Options: lib.Options{
			MaxRedirects: null.IntFrom(0), UserAgent: null.StringFrom("k6 of a test"), SystemTags: &tags,
			DiscardResponseBodies: null.BoolFrom(true), Throw: null.BoolFrom(false),
		},
		Logger: logger, Transport: http.DefaultTransport, BufferPool: lib.NewBufferPool(), Samples: samples, CookieJar: jar,
		BuiltinMetrics: metrics.RegisterBuiltinMetrics(registry), Tags: lib.NewVUStateTags(registry.RootTagSet()),
	}}
	one.runtime.SetFieldNameMapper(common.FieldNameMapper{})
	for name, value := range map[string]any{
		"http":     k6http.New().NewModuleInstance(one).Exports().Default,
		"specline": root.NewModuleInstance(one).Exports().Named,
	} {
		if err := one.runtime.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	// Twice: the second request sends the cookie that the first one got.
	value, err := one.runtime.RunString(`const send = () => ` + send + `; send(); const r = send();
		JSON.stringify([r.status, r.body, r.url, r.error, r.error_code, Object.keys(r.headers).sort(), r.request && r.request.body])`)
	if err != nil {
		t.Fatal(err)
	}
	close(samples)
	lines := []string{}
	for container := range samples {
		for _, sample := range container.GetSamples() {
			lines = append(lines, fmt.Sprint(sample.Metric.Name, sample.Tags.Map()))
		}
	}
	return value.String(), lines
}
