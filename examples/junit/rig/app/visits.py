"""The page: redis counts each visit, PostgreSQL gets a row for it, and both counts are shown."""

import http.server
import os
import socket
import socketserver
import subprocess

SOCKET = "data/app/socket"


def counted():
    """Adds one in redis, and says what that makes."""
    with socket.socket(socket.AF_UNIX) as redis:
        redis.connect("data/cache/socket")
        redis.sendall(b"INCR visits\r\n")
        answer = redis.makefile("rb").readline()
    if not answer.startswith(b":"):
        raise OSError(f"redis said {answer!r}")
    return int(answer[1:])


def written():
    """Adds a row in PostgreSQL, and says how many there are."""
    psql = ["psql", "-XAtq", "-h", os.path.abspath("data/db"), "-U", "postgres"]
    sql = ["-c", "insert into visit default values", "-c", "select count(*) from visit"]
    return int(subprocess.run(psql + sql, check=True, stdout=subprocess.PIPE).stdout)


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/health":
            self.answer(200, "well\n")
            return
        try:
            self.answer(200, f"redis counted {counted()}, PostgreSQL has {written()}\n")
        except (OSError, subprocess.CalledProcessError) as failure:
            self.log_error("%s", failure)
            self.answer(503, "out of order, please try again\n")

    def answer(self, code, text):
        self.send_response(code)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.end_headers()
        self.wfile.write(text.encode())

    def address_string(self):
        # On a Unix socket nobody has an address.
        return "web"


if os.path.exists(SOCKET):
    os.unlink(SOCKET)
with socketserver.ThreadingUnixStreamServer(SOCKET, Page) as server:
    server.serve_forever()
