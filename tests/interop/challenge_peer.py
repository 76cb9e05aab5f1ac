"""The challenge and response of docs/messages.md, over TLS and bound to it, as either party.

Input, a line each: client or server, the port to connect to, the shared key in hex, the client's name, and a PEM file: for a
client the authority's certificate, for a server its own certificate and key. This program connects in both parts; as a server
it is TLS's server, too. Output: the name that was proved, or "refused".
"""
import os
import socket
import ssl
import struct
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, hmac, serialization

role, port, key, name, pem = sys.stdin.read().split("\n")[:5]
key = bytes.fromhex(key)


def binding(certificate):
    algorithm = certificate.signature_hash_algorithm
    digest = hashes.Hash(hashes.SHA256() if algorithm.name in ("md5", "sha1") else algorithm)
    digest.update(certificate.public_bytes(serialization.Encoding.DER))
    return digest.finalize()


def proof(party, hello, nonce, channel):
    mac = hmac.HMAC(key, hashes.SHA256())
    mac.update(b"SocketSecurity/1/challenge\0" + party + b"\0")
    mac.update(hello + nonce + struct.pack(">I", len(channel)) + channel)
    return mac.finalize()


def receive(connection, marker, length):
    message = b""
    while len(message) < 1 + length:
        piece = connection.recv(1 + length - len(message))
        if not piece:
            raise ConnectionError("closed")
        message += piece
    assert message[0] == marker
    return message[1:]


def client(connection):
    channel = binding(x509.load_der_x509_certificate(connection.getpeercert(binary_form=True)))
    hello = b"\x31" + os.urandom(32) + bytes([len(name.encode())]) + name.encode()
    connection.sendall(hello)
    nonce = receive(connection, 0x32, 32)
    connection.sendall(b"\x33" + proof(b"client", hello, nonce, channel))
    assert receive(connection, 0x34, 32) == proof(b"server", hello, nonce, channel)


def server(connection):
    with open(pem, "rb") as file:
        channel = binding(x509.load_pem_x509_certificate(file.read()))
    start = receive(connection, 0x31, 33)
    given = receive_name(connection, start[32])
    hello = b"\x31" + start + given
    nonce = os.urandom(32)
    connection.sendall(b"\x32" + nonce)
    if receive(connection, 0x33, 32) != proof(b"client", hello, nonce, channel) or given.decode() != name:
        raise ConnectionError("not the client")
    connection.sendall(b"\x34" + proof(b"server", hello, nonce, channel))


def receive_name(connection, length):
    given = b""
    while len(given) < length:
        given += connection.recv(length - len(given))
    return given


raw = socket.create_connection(("127.0.0.1", int(port)), timeout=30)
if role == "client":
    context = ssl.create_default_context(cafile=pem)
    connection = context.wrap_socket(raw, server_hostname="localhost")
else:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    connection = context.wrap_socket(raw, server_side=True)
try:
    client(connection) if role == "client" else server(connection)
    print(name)
except ConnectionError:
    print("refused")
