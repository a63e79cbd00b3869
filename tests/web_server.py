"""A web server of this machine that remembers what it was sent, and answers what a test says."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace


@contextmanager
def web_server() -> Iterator[SimpleNamespace]:
    """Run it on a free port; `answer` is its status, `to` where it sends everybody."""
    found = SimpleNamespace(answer=201, to="", sent=[])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"] or 0))
            found.sent.append(SimpleNamespace(path=self.path, headers=self.headers, body=body))
            self.send_response(found.answer)
            if found.to:
                self.send_header("Location", found.to)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
