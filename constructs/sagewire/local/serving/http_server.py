"""SageMaker's container contract over HTTP/1.1, on loopback."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from sagewire.local.serving.toolkit import Reply, Toolkit

_EMPTY = b""
_BACKLOG = 128  # socketserver's five lose connections for a second under load


def serve(toolkit: Toolkit, *, port: int) -> None:
    """Answer until the process ends."""

    class Handler(_Handler):
        model = toolkit

    class Server(ThreadingHTTPServer):
        request_queue_size = _BACKLOG

    Server(("127.0.0.1", port), Handler).serve_forever()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    model: Toolkit

    def do_GET(self) -> None:
        """The model is loaded before the port is open, so /ping is always 200."""
        status = 200 if self.path == "/ping" else 404
        self._send(Reply(status=status, content_type="application/json", body=_EMPTY))

    def do_POST(self) -> None:
        """POST /invocations."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path != "/invocations":
            self._send(Reply(status=404, content_type="application/json", body=_EMPTY))
            return
        content_type = self.headers.get("Content-Type", "application/json")
        self._send(self.model.answer(body, content_type=content_type, accept=self.headers.get("Accept", "")))

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:
        """Requests are not logged: the log is for the model's own words."""
