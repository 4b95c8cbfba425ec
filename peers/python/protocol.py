"""The peer protocol for drivers in Python. It is described in ../README.md."""

import base64
import json
import os
import sys
import time


class Unsupported(Exception):
    """The package has no function for the request."""


def serve(hello, signer):
    """Answer standard input until it ends.

    `hello` is the answer to "hello". `signer` takes a request and returns a
    function without arguments that makes one ticket.
    """
    # The packages print: descriptor 1 becomes standard error, answers keep the pipe.
    out = os.fdopen(os.dup(1), "w", encoding="ascii", newline="\n")
    os.dup2(2, 1)
    for line in sys.stdin.buffer:
        out.write(json.dumps(_answer(line, hello, signer)) + "\n")
        out.flush()


def integer(request, name):
    value = request.get(name)
    if type(value) is not int:
        raise ValueError(name + " must be an integer")
    return value


def text(request, name):
    value = request.get(name)
    if not isinstance(value, str):
        raise ValueError(name + " must be a string")
    return value


def userbuf(request):
    """The bytes of the UserBuf, or None when the request has none."""
    if request.get("userbuf") is None:
        return None
    return base64.b64decode(text(request, "userbuf"), validate=True)


def _answer(line, hello, signer):
    try:
        request = json.loads(line.decode("utf-8"))
        if not isinstance(request, dict):
            raise ValueError("the line is not a JSON object")
        op = request.get("op")
        if op == "hello":
            return hello
        if op == "sign":
            return {"usersig": signer(request)()}
        if op == "verify":
            raise Unsupported
        if op == "bench":
            return _bench(request, signer)
        raise ValueError("unknown op")
    except Unsupported:
        return {"unsupported": True}
    except Exception as error:
        return {"error": "%s: %s" % (type(error).__name__, error)}


def _bench(request, signer):
    iterations = integer(request, "iterations")
    if iterations < 1:
        raise ValueError("iterations must be positive")
    what = request.get("what")
    if what == "verify":
        raise Unsupported
    if what != "sign":
        raise ValueError("cannot bench that")
    call = signer(request)
    ticket = ""
    start = time.perf_counter_ns()
    for _ in range(iterations):
        ticket = call()
    took = time.perf_counter_ns() - start
    return {"ns": took, "iterations": iterations, "length": len(ticket)}
