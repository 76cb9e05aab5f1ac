"""A TLS server by Python's defaults: CERTIFICATE KEY TLSv1_2|TLSv1_3 [CA_FILE, which makes clients present a certificate].
Prints its port, serves one connection with an echo, and prints who the client was or what went wrong."""
import socket
import ssl
import sys

context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(sys.argv[1], sys.argv[2])
context.minimum_version = context.maximum_version = ssl.TLSVersion[sys.argv[3]]
if len(sys.argv) > 4:
    context.load_verify_locations(sys.argv[4])
    context.verify_mode = ssl.CERT_REQUIRED
    context.verify_flags |= ssl.VERIFY_X509_STRICT

with socket.create_server(("127.0.0.1", 0)) as listener:
    listener.settimeout(30)
    print("port", listener.getsockname()[1], flush=True)
    try:
        connection, _ = listener.accept()
        connection.settimeout(30)
        with context.wrap_socket(connection, server_side=True) as tls:
            certificate = tls.getpeercert()
            print("client", certificate["subjectAltName"][0][1] if certificate else "nobody", tls.version(), flush=True)
            tls.sendall(tls.recv(64))
    except OSError as failure:
        print("failed", type(failure).__name__, failure, flush=True)
