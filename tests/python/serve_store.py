"""Serves an S3-compatible store, moto's, on a port of this machine.

    serve_store.py PORT

One request at a time: moto looks whether a key is there and then puts it, and two
requests at once could both find it absent, which no real store lets happen.
"""

import sys

from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple

run_simple("127.0.0.1", int(sys.argv[1]), DomainDispatcherApplication(create_backend_app), threaded=False)
