"""A second implementation of every wire format, that uses nothing but what docs/messages.md and docs/keys.md say.

Input: a format's name, the key (for datagrams the exported keys) and what the library sealed, in hex, a line each.
Output: what this program sealed in answer, in hex. It fails when it cannot open the input.
"""
import json
import os
import struct
import sys
import time

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap_with_padding, aes_key_wrap_with_padding

CONTEXT = "orders/vé".encode()
CHUNK = 16384


def tag(key, data):
    mac = hmac.HMAC(key, hashes.SHA256())
    mac.update(data)
    return mac.finalize()


def derive(key, purpose, label):
    return HKDF(hashes.SHA256(), 32, None, b"SocketSecurity/1/" + purpose + b"\0" + label).derive(key)


# Messages


def xaes_key(key, nonce):
    def block(data):
        encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
        return encryptor.update(data) + encryptor.finalize()

    k1 = int.from_bytes(block(bytes(16)), "big") << 1
    if k1 >> 128:
        k1 = (k1 ^ 0x87) & ((1 << 128) - 1)
    halves = []
    for counter in (1, 2):
        m = bytes([0, counter]) + b"X\0" + nonce[:12]
        halves.append(block((int.from_bytes(m, "big") ^ k1).to_bytes(16, "big")))
    return b"".join(halves)


def box(key, sealed):
    data = struct.pack(">Q", len(CONTEXT)) + CONTEXT + b"aad"
    assert sealed[0] == 1
    nonce = sealed[5:29]
    assert AESGCM(xaes_key(key, nonce)).decrypt(nonce[12:], sealed[29:], data) == b"hello"
    nonce = os.urandom(24)
    return sealed[:5] + nonce + AESGCM(xaes_key(key, nonce)).encrypt(nonce[12:], b"hello back", data)


# Streams


def chunk_keys(key, salt, context):
    info = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0" + salt + context
    output = HKDFExpand(hashes.SHA512(), 76, info).derive(key)
    return AESGCM(output[:32]), int.from_bytes(output[32:44], "big"), output[44:]


def open_chunks(key, sealed, context):
    cipher, base, commitment = chunk_keys(key, sealed[:24], context)
    assert commitment == sealed[24:56]
    body, message, index = sealed[56:], b"", 0
    while True:
        chunk, body = body[: CHUNK + 16], body[CHUNK + 16 :]
        message += cipher.decrypt((base ^ index).to_bytes(12, "big"), chunk, None)
        if len(chunk) < CHUNK + 16:
            assert not body
            return message
        index += 1


def seal_chunks(key, message, context):
    salt = os.urandom(24)
    cipher, base, commitment = chunk_keys(key, salt, context)
    sealed = salt + commitment
    for index in range(len(message) // CHUNK + 1):
        chunk = message[index * CHUNK : (index + 1) * CHUNK]
        sealed += cipher.encrypt((base ^ index).to_bytes(12, "big"), chunk, None)
    return sealed


def stream(key, sealed):
    assert sealed[0] == 2
    return sealed[:5] + seal_chunks(key, open_chunks(key, sealed[5:], CONTEXT), CONTEXT)


# Password boxes


def password(_, sealed):
    def body_key(header):
        algorithm, iterations, memory, lanes = struct.unpack(">BIIB", header[1:11])
        assert (algorithm, memory, lanes) == (2, 0, 0)
        return PBKDF2HMAC(hashes.SHA512(), 32, header[11:27], iterations).derive("pässword".encode())

    header = sealed[:27]
    assert header[0] == 3
    assert open_chunks(body_key(header), sealed[27:], header + CONTEXT) == b"hello"
    header = header[:11] + os.urandom(16)
    return header + seal_chunks(body_key(header), b"hello back", header + CONTEXT)


# Signed frames


def frame(key, sealed):
    prefix = struct.pack(">Q", len(CONTEXT)) + CONTEXT
    assert tag(key, prefix + sealed[:-32]) == sealed[-32:]
    assert sealed[8:-32] == b"hello"
    content = sealed[:8] + b"hello back"
    return content + tag(key, prefix + content)


# Tokens


def text(data, offset):
    (length,) = struct.unpack_from(">H", data, offset)
    return data[offset + 2 : offset + 2 + length].decode(), offset + 2 + length


def token(key, sealed):
    prefix = b"SocketSecurity/1/token\0" + struct.pack(">H", 5) + b"login"
    assert tag(key, prefix + sealed[:-32]) == sealed[-32:]
    content = sealed[:-32]
    marker, _, issued, expires = struct.unpack_from(">BIQQ", content)
    assert marker == 0x11 and expires - issued == 900 and abs(time.time() - issued) < 60
    audience, offset = text(content, 37)
    subject, offset = text(content, offset)
    (claims,) = struct.unpack_from(">H", content, offset)
    name, offset = text(content, offset + 2)
    value, offset = text(content, offset)
    assert (audience, subject, claims, name, value) == ("orders", "änn", 1, "role", "admin") and offset == len(content)
    content = content[:21] + os.urandom(16) + content[37:]
    return content + tag(key, prefix + content)


# Datagrams


def expand(key, label, spi, sender, length=32):
    info = b"SocketSecurity/1/" + label + b"\0" + struct.pack(">IB", spi, sender)
    return HKDFExpand(hashes.SHA256(), length, info).derive(key)


def packet_cipher(chain, spi, sender):
    material = expand(chain, b"datagram/1/packet", spi, sender, 44)
    return AESGCM(material[:32]), int.from_bytes(material[32:], "big")


def datagram(exported, packet):
    marker, role = exported[0], exported[1]
    assert marker == 0x20 and role == 2
    master = exported[2:34]
    initiator_spi, responder_spi = struct.unpack(">II", exported[34:])

    # The initiator changed its key once before it sealed: the SPI's low byte counts.
    chain = expand(master, b"datagram/1", initiator_spi, 1)
    chain = expand(chain, b"datagram/1/next", initiator_spi, 1)
    marker, spi, sequence = struct.unpack(">BIQ", packet[:13])
    assert marker == 0x21 and spi == initiator_spi + 1 and sequence == 1
    cipher, iv = packet_cipher(chain, spi, 1)
    assert cipher.decrypt((iv ^ sequence).to_bytes(12, "big"), packet[13:], packet[:13]) == b"hello"

    header = struct.pack(">BIQ", 0x21, responder_spi, 1)
    cipher, iv = packet_cipher(expand(master, b"datagram/1", responder_spi, 2), responder_spi, 2)
    return header + cipher.encrypt((iv ^ 1).to_bytes(12, "big"), b"hello back", header)


# Keyrings


def keyring(key, sealed):
    wrapping = derive(key, b"key-wrap", b"keyring/aead")
    mac_key = derive(key, b"mac", b"keyring/aead")
    assert sealed[0] == 4 and tag(mac_key, sealed[:-32]) == sealed[-32:]
    version, length = struct.unpack(">QI", sealed[1:13])
    metadata = json.loads(sealed[13 : 13 + length])
    assert metadata["purpose"] == "aead"
    offset, wrapped = 13 + length, b""
    for entry in metadata["keys"]:
        if entry["state"] != "Retired":
            plain = aes_key_unwrap_with_padding(wrapping, sealed[offset : offset + 40])
            assert len(plain) == 32
            wrapped += aes_key_wrap_with_padding(wrapping, plain)
            offset += 40
    assert offset == len(sealed) - 32
    metadata = json.dumps(metadata).encode()
    content = b"\4" + struct.pack(">QI", version + 1, len(metadata)) + metadata + wrapped
    return content + tag(mac_key, content)


FORMATS = {f.__name__: f for f in (box, stream, password, frame, token, datagram, keyring)}

name, key_hex, sealed_hex = sys.stdin.read().split()
print(FORMATS[name](bytes.fromhex(key_hex), bytes.fromhex(sealed_hex)).hex())
