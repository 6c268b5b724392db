"""A server that answers as a test says."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from jetpay import Jetpay


class Served:
    """A server that answers the first request as the first says, and so on; as the last from there on."""

    def __init__(self, *answers):
        self.asked = []
        served = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                served.asked.append({"url": self.path, "key": self.headers["idempotency-key"], "body": body})
                told = answers[min(len(served.asked), len(answers)) - 1]
                status, headers, sent = told() if callable(told) else told
                self.send_response(status)
                self.close_connection = True
                for name, value in {"content-length": str(len(sent)), "connection": "close", **headers}.items():
                    if value is not None:
                        self.send_header(name, value)
                self.end_headers()
                self.wfile.write(sent)

            do_GET = do_POST = do_PUT = do_DELETE = answer

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def client(self, base="", **options):
        return Jetpay(self.url + base, "jp_x", **options)

    def keys(self):
        return {one["key"] for one in self.asked}


def told(body, status=200, **headers):
    return status, {"content-type": "application/json; charset=utf-8", **headers}, json.dumps(body).encode()


def problem(code, status, **headers):
    sent = {"content-type": "application/problem+json", **{name.replace("_", "-"): one for name, one in headers.items()}}
    return status, sent, json.dumps({"code": code, "detail": "Wait."}).encode()


def html(status, **headers):
    return status, {"content-type": "text/html", **headers}, b"<h1>Proxy</h1>"
