"""Faults for mitmproxy, told over a path of its own.

PUT /.faults     a list of faults, which replaces the one before; each is an object:
                 {"method": "POST", "path": "regular expression", "effect": one of EFFECTS, "times": 1}
GET /.requests   what passed: [{"method", "path", "key", "status", "fault"}], in order
DELETE /.requests   forgets what passed

Effects:
  lose         the server's answer arrives here, and the client's connection is killed instead of passing it on
  drop         the connection is killed before the server hears of the request
  busy         503 with Retry-After: 1, without asking the server
  html         the server's answer is replaced by a page with status 200
  truncate     half of the server's answer, with a matching length
"""

import json
import re

from mitmproxy import ctx, http

EFFECTS = {"lose", "drop", "busy", "html", "truncate"}


class Faults:
    def __init__(self):
        self.faults = []
        self.passed = []

    def running(self):
        proxies = ctx.master.addons.get("proxyserver")
        host, port = proxies.listen_addrs()[0][:2]
        print(f"ready http://{host}:{port}", flush=True)

    def request(self, flow):
        if flow.request.path == "/.faults" and flow.request.method == "PUT":
            faults = json.loads(flow.request.content)
            wrong = [fault["effect"] for fault in faults if fault["effect"] not in EFFECTS]
            if wrong:
                flow.response = answer(400, {"wrong": wrong})
                return
            self.faults = faults
            flow.response = answer(200, faults)
            return
        if flow.request.path == "/.requests":
            if flow.request.method == "DELETE":
                self.passed = []
            flow.response = answer(200, self.passed)
            return
        record = {
            "method": flow.request.method,
            "path": flow.request.path,
            "key": flow.request.headers.get("Idempotency-Key"),
            "status": None,
            "fault": self.take(flow.request),
        }
        self.passed.append(record)
        flow.metadata["record"] = record
        if record["fault"] == "drop":
            flow.kill()
        elif record["fault"] == "busy":
            flow.response = http.Response.make(503, b"", {"Retry-After": "1"})

    def response(self, flow):
        record = flow.metadata.get("record")
        if record is None:
            return
        record["status"] = flow.response.status_code
        if record["fault"] == "lose":
            flow.kill()
        elif record["fault"] == "html":
            page = b"<!doctype html><title>Maintenance</title><p>We will be back soon."
            flow.response = http.Response.make(200, page, {"Content-Type": "text/html"})
        elif record["fault"] == "truncate":
            flow.response.content = flow.response.content[: len(flow.response.content) // 2]

    def take(self, request):
        """The effect of the first fault that is meant, counted down."""
        for fault in self.faults:
            meant = fault.get("method") in (None, request.method) and re.search(fault.get("path", ""), request.path)
            if meant and fault.get("times", 1) > 0:
                fault["times"] = fault.get("times", 1) - 1
                return fault["effect"]
        return None


def answer(status, value):
    return http.Response.make(status, json.dumps(value).encode(), {"Content-Type": "application/json"})


addons = [Faults()]
