"""A TLS client by Python's defaults: PORT CA_FILE TLSv1_2|TLSv1_3 [CERTIFICATE KEY]. Prints version, suite and the echo."""
import socket
import ssl
import sys

port, authority, version = int(sys.argv[1]), sys.argv[2], sys.argv[3]
context = ssl.create_default_context(cafile=authority)
context.verify_flags |= ssl.VERIFY_X509_STRICT
context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
if len(sys.argv) > 4:
    context.load_cert_chain(sys.argv[4], sys.argv[5])

try:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as raw:
        with context.wrap_socket(raw, server_hostname="localhost") as tls:
            tls.sendall(b"hello\n")
            echo = tls.recv(64)
            print(tls.version(), tls.cipher()[0], echo.decode().strip() or "nothing")
except OSError as failure:
    print("failed", type(failure).__name__, failure)
