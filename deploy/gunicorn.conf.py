"""gunicorn for SecDoc: a socket for nginx, one process for each core and one more."""

import multiprocessing

bind = "unix:/run/secdoc/gunicorn.sock"
umask = 0o111  # nginx runs under another account and must be able to write to the socket
workers = multiprocessing.cpu_count() + 1
threads = 2
timeout = 60  # a large document in a cold cache takes seconds, not minutes
max_requests = 5_000
max_requests_jitter = 500
preload_app = True  # the workers share the code and the compiled templates
accesslog = None  # nginx writes one
