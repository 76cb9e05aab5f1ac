"""The datagram hello under a pre-shared key, and the first packets after it, as docs/messages.md has them, as either party.

Input, a line each: client or server, a port, the key id and the key in hex, and the context. A client says hello to the port. A
server announces its own address there with one byte and waits. The client sends "question" and the server answers "answer".
Output: the payload that arrived.
"""
import os
import socket
import struct
import sys

from cryptography.hazmat.primitives import hashes, hmac, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

role, port, key_id, key, context = sys.stdin.read().split("\n")[:5]
key_id, key, context = bytes.fromhex(key_id), bytes.fromhex(key), context.encode()
INITIATOR, RESPONDER = 1, 2


def expand(secret, info, length=32):
    return HKDFExpand(hashes.SHA256(), length, info).derive(secret)


def tag(*parts):
    mac = hmac.HMAC(expand(key, b"SocketSecurity/1/datagram-hello/mac\0" + context), hashes.SHA256())
    for part in parts:
        mac.update(part)
    return mac.finalize()


def new_point():
    private = ec.generate_private_key(ec.SECP256R1())
    return private, private.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def master(private, point, hello, accept):
    shared = private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point))
    digest = hashes.Hash(hashes.SHA256())
    digest.update(hello + accept)
    info = b"SocketSecurity/1/datagram-hello/master\0" + context + b"\0" + digest.finalize()
    return HKDF(hashes.SHA256(), 32, hello[5:37] + accept[33:65], info).derive(key + shared)


class Direction:
    """One sender's packets, under its first key."""

    def __init__(self, secret, spi, sender):
        self.spi, self.sequence = spi, 0
        tail = struct.pack(">IB", spi, sender)
        chain = expand(secret, b"SocketSecurity/1/datagram/1\0" + tail)
        material = expand(chain, b"SocketSecurity/1/datagram/1/packet\0" + tail, 44)
        self.cipher, self.iv = AESGCM(material[:32]), int.from_bytes(material[32:], "big")

    def nonce(self, sequence):
        return (self.iv ^ sequence).to_bytes(12, "big")

    def seal(self, payload):
        self.sequence += 1
        header = struct.pack(">BIQ", 0x21, self.spi, self.sequence)
        return header + self.cipher.encrypt(self.nonce(self.sequence), payload, header)

    def open(self, packet):
        marker, spi, sequence = struct.unpack(">BIQ", packet[:13])
        assert marker == 0x21 and spi == self.spi
        return self.cipher.decrypt(self.nonce(sequence), packet[13:], packet[:13])


def directions(secret, accept):
    initiator, responder = struct.unpack(">II", accept[130:138])
    assert initiator and responder and not (initiator | responder) & 0xFF
    return Direction(secret, initiator, INITIATOR), Direction(secret, responder, RESPONDER)


def client(udp):
    server = ("127.0.0.1", int(port))
    private, point = new_point()
    start, cookie = b"\x22" + key_id + os.urandom(32) + point, bytes(40)
    while True:
        hello = start + cookie
        hello += tag(hello)
        udp.sendto(hello, server)
        answer = udp.recv(2000)
        assert len(answer) <= len(hello) == 174 and answer[1:33] == hello[5:37]
        if answer[0] == 0x24:
            break
        assert answer[0] == 0x23 and len(answer) == 73 and cookie == bytes(40)
        cookie = answer[33:]
    accept, mac = answer[:-32], answer[-32:]
    assert len(answer) == 170 and mac == tag(hello, accept)
    sending, receiving = directions(master(private, accept[65:130], hello, accept), accept)
    udp.sendto(sending.seal(b""), server)
    udp.sendto(sending.seal(b"question"), server)
    return receiving.open(udp.recv(2000))


def server(udp):
    udp.sendto(b"\0", ("127.0.0.1", int(port)))
    cookie = os.urandom(40)
    while True:
        hello, address = udp.recvfrom(2000)
        assert len(hello) == 174 and hello[0] == 0x22 and hello[1:5] == key_id
        assert hello[142:] == tag(hello[:142])
        if hello[102:142] == cookie:
            break
        udp.sendto(b"\x23" + hello[5:37] + cookie, address)
    private, point = new_point()
    accept = b"\x24" + hello[5:37] + os.urandom(32) + point + os.urandom(3) + b"\0" + os.urandom(3) + b"\0"
    receiving, sending = directions(master(private, hello[37:102], hello, accept), accept)
    udp.sendto(accept + tag(hello, accept), address)
    assert receiving.open(udp.recv(2000)) == b""
    question = receiving.open(udp.recv(2000))
    udp.sendto(sending.seal(b"answer"), address)
    return question


with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
    udp.bind(("127.0.0.1", 0))
    udp.settimeout(30)
    print((client if role == "client" else server)(udp).decode())
